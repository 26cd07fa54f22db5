import type { Log, LogMeta } from '../../../src/index.ts';

/** Logs with these scores; the second part of each is its meta, or the id of its case. */
export function toLogs(
  scores: readonly (readonly [score: number | undefined, meta?: LogMeta | string])[],
  prefix = 'log',
): Log[] {
  return scores.map(([score, meta], index) => ({
    _id: `${prefix}${index + 1}`,
    promptId: 'prompt101',
    output: 'An answer.',
    modelUsed: 'gpt-4o',
    createdAt: new Date(Date.UTC(2026, 10, 1) + index * 60_000).toISOString(),
    ...(score !== undefined && { score }),
    ...(meta !== undefined && { meta: typeof meta === 'string' ? { case: meta } : meta }),
  }));
}
