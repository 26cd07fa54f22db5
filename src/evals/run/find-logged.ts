import type { RequestOptions } from '../../client/options.ts';
import { isNoLogs } from '../../core/is-no-logs.ts';
import { longestList } from '../../core/longest-list.ts';
import type { Log } from '../../core/schemas/log.ts';
import { countOnce } from '../scores/count-once.ts';
import type { EvalsClient } from '../scores/evals-client.ts';
import { readMeta } from '../scores/read-meta.ts';

/** What makes a row of a run the same row. */
export const toRowKey = (promptId: string, caseId: unknown, trial: unknown) =>
  JSON.stringify([promptId, caseId, trial]);

/** Finds what a run has logged for a version of a prompt: a log for each case and trial. */
export async function findLogged(
  client: Pick<EvalsClient, 'iterateLogs'>,
  promptId: string,
  run: string,
  version: string,
  request: RequestOptions,
): Promise<Map<string, Log>> {
  const counted = countOnce((log) => log);
  try {
    for await (const log of client.iterateLogs(promptId, { timeout: longestList, ...request })) {
      const meta = readMeta(log);
      if (meta.run === run && meta.prompt === version) counted.add(log);
    }
  } catch (error) {
    if (!isNoLogs(error)) throw error;
  }
  const logged = new Map<string, Log>();
  for (const log of counted.values()) {
    const meta = readMeta(log);
    const key = toRowKey(promptId, meta.case, meta.trial);
    const known = logged.get(key);
    // Of two logs of one row, one that has a score.
    if (!known || known.score === undefined) logged.set(key, log);
  }
  return logged;
}
