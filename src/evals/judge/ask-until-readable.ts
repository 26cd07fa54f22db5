/** Asks the judging model: given the whole question, gives what it says, or the verdict itself. */
export type Ask = (
  text: string,
  options: { readonly signal?: AbortSignal | undefined },
) => unknown | Promise<unknown>;

/** What a judge is made of. */
export interface JudgeOptions {
  /** Asks the judging model. What it throws is what the judge fails with. */
  readonly ask: Ask;
  /** What is good, in words. */
  readonly rubric: string;
  /**
   * How often it is asked for a verdict that can be read.
   * @defaultValue `2`
   */
  readonly attempts?: number | undefined;
}

/**
 * Asks until the verdict can be read.
 *
 * @throws Error when none of the answers has one.
 */
export async function askUntilReadable<T>(
  ask: Ask,
  text: string,
  read: (answer: unknown) => T | undefined,
  { attempts = 2, signal }: { attempts?: number | undefined; signal?: AbortSignal | undefined },
): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    signal?.throwIfAborted();
    const verdict = read(await ask(text, { signal }));
    if (verdict !== undefined) return verdict;
  }
  throw new Error(
    `Failed to read verdict: the judge gave none in ${attempts} answers. Ask a model that follows the format.`,
  );
}
