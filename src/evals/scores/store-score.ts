import type { RequestOptions } from '../../client/options.ts';
import type { LogMeta } from '../../core/meta.ts';
import type { Log } from '../../core/schemas/log.ts';
import type { EvalsClient } from './evals-client.ts';
import { readMeta } from './read-meta.ts';
import { toCreatedAt } from './to-created-at.ts';

/**
 * Creates a copy of a log with a score, then deletes the log. The copy says which log it is of, and
 * when that was created.
 */
export async function storeScore(
  client: Pick<EvalsClient, 'createLog' | 'deleteLog'>,
  log: Log,
  score: number,
  scoreMeta: LogMeta,
  request?: RequestOptions,
): Promise<Log> {
  const { promptId, output, modelUsed, notes } = log;
  const { of, ...known } = readMeta(log);
  const { raw: _raw, reason: _reason, scorer: _scorer, unscored: _unscored, ...kept } = known;
  const meta = {
    ...kept,
    of: typeof of === 'string' ? of : log._id,
    at: toCreatedAt(log),
    ...scoreMeta,
  };
  const input = { promptId, output, modelUsed, notes, score: Math.round(score), meta };
  const copy = await client.createLog(input, request);
  try {
    await client.deleteLog(log._id, request);
  } catch {
    // Another scorer has deleted it, or it stays, and is not counted. The score is stored either way.
  }
  return copy;
}
