import type { Log } from '../../../index.ts';
import { describeError } from '../describe-error.ts';
import { formatClock } from '../format.ts';
import { isExpired, type PageContext } from '../load-into.ts';
import { type LogEntry, sortNewestFirst, toLogEntry } from './log-entry.ts';
import { readEntries } from './read-entries.ts';

/** In milliseconds, how often the list is looked at, so that a log is seen within 15 s. */
const interval = 10_000;

export interface LogFeedOptions {
  readonly context: PageContext;
  readonly promptId: string | undefined;
  /** Is told when the list has changed, and how many logs of it are new. */
  onChange(entries: readonly LogEntry[], added: number): void;
  /** Is told how it stands, in one line. */
  onState(text: string, isTrouble: boolean): void;
}

/** The logs as they come in: looked for again and again while the page is in view. */
export interface LogFeed {
  /** Begins with what has been read. */
  start(entries: readonly LogEntry[]): void;
  /** Shows the scored copy of a log in its place, before it is seen in the list. */
  replace(copy: Log): void;
}

export function createLogFeed({ context, promptId, onChange, onState }: LogFeedOptions): LogFeed {
  const { session, signal } = context;
  let shown: readonly LogEntry[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLooking = false;
  let replaced = 0;

  /** What is stored just after a list began is in the next one, which takes as long. */
  function schedule(lasted: number): void {
    clearTimeout(timer);
    const pause = Math.max(1_000, interval - 2 * lasted);
    if (!signal.aborted) timer = setTimeout(() => void look(), pause);
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    // Nobody sees a page in the background; it is looked for as soon as it comes to the front.
    if (signal.aborted || document.hidden || isLooking) return;
    isLooking = true;
    const replacedBefore = replaced;
    const start = performance.now();
    try {
      const entries = sortNewestFirst((await readEntries(session, promptId, { signal })).values());
      // A list that was read while something was replaced may be older than what is shown.
      if (replaced === replacedBefore) take(entries);
      onState(`Live, looked at ${formatClock(Date.now())}`, false);
    } catch (error) {
      if (signal.aborted) return;
      if (isExpired(error)) return context.onExpired();
      const { title } = describeError(error);
      onState(`Not up to date. ${title}.`, true);
    } finally {
      isLooking = false;
      schedule(performance.now() - start);
    }
  }

  function take(entries: readonly LogEntry[]): void {
    const known = new Map(shown.map(({ root, log }) => [root, log._id]));
    const added = entries.filter(({ root }) => !known.has(root)).length;
    const isSame =
      entries.length === known.size &&
      entries.every(({ root, log }) => known.get(root) === log._id);
    if (isSame) return;
    shown = entries;
    onChange(entries, added);
  }

  document.addEventListener('visibilitychange', () => void look(), { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  return {
    start(entries) {
      shown = entries;
      onState(`Live, looked at ${formatClock(Date.now())}`, false);
      schedule(0);
    },
    replace(copy) {
      const entry = toLogEntry(copy);
      replaced += 1;
      take(shown.map((one) => (one.root === entry.root ? entry : one)));
    },
  };
}
