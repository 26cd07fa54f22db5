import type { RequestOptions } from '../../client/options.ts';
import { isNoLogs } from '../../core/is-no-logs.ts';
import type { Log } from '../../core/schemas/log.ts';
import { countOnce } from './count-once.ts';
import type { EvalsClient } from './evals-client.ts';
import { readMeta } from './read-meta.ts';
import { toCreatedAt } from './to-created-at.ts';

/** Which logs are wanted: all that have what is given. */
export interface ScoreFilter {
  /** Name of a run. */
  readonly run?: string | undefined;
  /** Id of a case. */
  readonly case?: string | undefined;
  /** Version of the prompt's content. */
  readonly version?: string | undefined;
  /** Name of the model. */
  readonly model?: string | undefined;
  /** Who or what gave the score. */
  readonly scorer?: string | undefined;
  /** Created at this time or later. */
  readonly since?: string | Date | undefined;
  /** Created before this time. */
  readonly until?: string | Date | undefined;
}

/**
 * Reads the logs of a prompt as they should be counted: of a log that was scored later the last score,
 * once, with the time at which the log itself was created, and without the labels of runs. An empty
 * array where the prompt has no logs, or where there is no such prompt: the API answers the same.
 *
 * @throws `ForbiddenError` when the prompt belongs to another user.
 * @example
 * ```ts
 * import { readScores, summarize } from 'promptcrafter-client/evals';
 *
 * const logs = await readScores(client, 'prompt104', { since: '2026-11-01' });
 * console.log(await summarize(logs, { by: 'model' }));
 * ```
 */
export async function readScores(
  client: Pick<EvalsClient, 'iterateLogs'>,
  promptId: string,
  filter: ScoreFilter | ((log: Log) => boolean) = {},
  options?: RequestOptions,
): Promise<Log[]> {
  const isWanted = typeof filter === 'function' ? filter : (log: Log) => matches(log, filter);
  const counted = countOnce((log) => ({ ...log, createdAt: toCreatedAt(log) }));
  try {
    for await (const log of client.iterateLogs(promptId, options)) counted.add(log);
  } catch (error) {
    if (!isNoLogs(error)) throw error;
  }
  return counted.values().filter(isWanted);
}

function matches(log: Log, filter: ScoreFilter): boolean {
  const meta = readMeta(log);
  const pairs = [
    [filter.run, meta.run],
    [filter.case, meta.case],
    [filter.version, meta.prompt],
    [filter.model, log.modelUsed],
    [filter.scorer, meta.scorer],
  ];
  if (pairs.some(([wanted, actual]) => wanted !== undefined && wanted !== actual)) return false;
  const createdAt = Date.parse(log.createdAt);
  const { since, until } = filter;
  if (since !== undefined && !(createdAt >= new Date(since).getTime())) return false;
  return until === undefined || createdAt < new Date(until).getTime();
}
