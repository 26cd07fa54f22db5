import { toBackoff } from '../core/to-backoff.ts';

const bounds = { first: 250, longest: 60_000 };

/** Milliseconds until a log is tried or looked for again, which has failed so often. */
export function resolveEntryBackoff(failures: number, random: number): number {
  return toBackoff(bounds, Math.max(0, failures - 1), random);
}
