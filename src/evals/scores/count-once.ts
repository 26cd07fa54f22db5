import type { Log } from '../../core/schemas/log.ts';
import { readMeta } from './read-meta.ts';

/** Logs as they should be counted, and what is kept of each. */
export interface OnceCounted<T> {
  add(log: Log): void;
  /** In the order in which they first came. */
  values(): T[];
}

interface Entry<T> {
  readonly isCopy: boolean;
  readonly createdAt: number;
  readonly id: string;
  readonly value: T;
}

/**
 * Counts each log once, also where a crash or two scorers at once left scored copies of it: of a log
 * and its copies the last created counts, then the one with the greater id. A copy came after the log
 * that it is of, whatever their clocks say. Labels of runs are no logs in this sense.
 */
export function countOnce<T>(toValue: (log: Log) => T): OnceCounted<T> {
  const entries = new Map<string, Entry<T>>();
  return {
    add(log) {
      const { of, label } = readMeta(log);
      if (typeof label === 'string') return;
      const isCopy = typeof of === 'string';
      const root = isCopy ? of : log._id;
      const createdAt = Date.parse(log.createdAt) || 0;
      const known = entries.get(root);
      const entry = { isCopy, createdAt, id: log._id };
      if (!known || isLater(entry, known)) entries.set(root, { ...entry, value: toValue(log) });
    },
    values: () => Array.from(entries.values(), ({ value }) => value),
  };
}

type Age = Omit<Entry<unknown>, 'value'>;

function isLater(one: Age, other: Age): boolean {
  if (one.isCopy !== other.isCopy) return one.isCopy;
  if (one.createdAt !== other.createdAt) return one.createdAt > other.createdAt;
  return one.id > other.id;
}
