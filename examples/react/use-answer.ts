import { useEffect, useState } from 'react';

/** What came of a call; empty while it is under way. */
export interface Answer<T> {
  readonly value?: T;
  readonly error?: unknown;
}

/**
 * Asks the API when a component appears and whenever `ask` is another function. A call whose answer
 * nobody waits for any more is given up, and its end is not an error.
 */
export function useAnswer<T>(ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({});
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const show = (answer: Answer<T>) => {
      if (!signal.aborted) setAnswer(answer);
    };
    show({});
    ask(signal).then(
      (value) => show({ value }),
      (error: unknown) => show({ error }),
    );
    return () => controller.abort();
  }, [ask]);
  return answer;
}
