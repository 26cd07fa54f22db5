import type { RequestOptions } from '../../client/options.ts';
import { PromptCrafterValidationError } from '../../core/errors.ts';
import { isNoLogs } from '../../core/is-no-logs.ts';
import { longestList } from '../../core/longest-list.ts';
import type { Log } from '../../core/schemas/log.ts';
import type { Prompt } from '../../core/schemas/prompt.ts';
import type { EvalsClient } from '../scores/evals-client.ts';
import { readMeta } from '../scores/read-meta.ts';
import { createRun } from './create-run.ts';
import { findLogged } from './find-logged.ts';
import type { Run } from './run.ts';
import { toRowFromLog } from './to-row-from-log.ts';

/**
 * Which run is wanted: the last one with a label, or the one of a name. The default of `timeout` is a day,
 * for each of two lists.
 */
export interface FindRunOptions extends RequestOptions {
  readonly label?: string | undefined;
  readonly name?: string | undefined;
  /** Name of a run that is passed over: the one that a baseline is wanted for. */
  readonly except?: string | undefined;
}

/**
 * Reads a run of a prompt from its logs: a baseline, for {@link compareRuns}. `undefined` where there
 * is none. Rows whose task failed, or that were skipped, have left no logs; the label says how many
 * they were, and a run found by name lacks them.
 *
 * @throws `PromptCrafterValidationError` when neither a label nor a name is given.
 * @example
 * ```ts
 * import { findRun } from 'promptcrafter-client/evals';
 *
 * const baseline = await findRun(client, 'prompt104', { label: 'accepted', except: 'build-17' });
 * console.log(baseline?.name ?? 'No run is accepted yet.');
 * ```
 */
export async function findRun(
  client: Pick<EvalsClient, 'createLog' | 'iterateLogs'>,
  prompt: Prompt | string,
  { label, name, except, ...request }: FindRunOptions,
): Promise<Run | undefined> {
  if (label === undefined && name === undefined) refuse();
  const { _id: id, title } = typeof prompt === 'string' ? { _id: prompt } : prompt;
  const found = await findMark(client, id, { label, name, except }, request);
  if (!found) return undefined;
  const { run = '', prompt: version = '', failed, skipped } = readMeta(found);
  const logged = await findLogged(client, id, run, version, request);
  const rows = Array.from(logged.values(), toRowFromLog);
  return createRun({
    client,
    name: run,
    prompts: [{ id, ...(title !== undefined && { title }), version }],
    fates: rows.map((row) => ({ row, isResumed: false, isUnlogged: false })),
    lost: { failed: toCount(failed), skipped: toCount(skipped) },
  });
}

/** The last label, or the last log, of the run that is wanted. */
async function findMark(
  client: Pick<EvalsClient, 'iterateLogs'>,
  promptId: string,
  { label, name, except }: Omit<FindRunOptions, keyof RequestOptions>,
  request: RequestOptions,
): Promise<Log | undefined> {
  let last: Log | undefined;
  try {
    for await (const log of client.iterateLogs(promptId, { timeout: longestList, ...request })) {
      const meta = readMeta(log);
      if (typeof meta.run !== 'string' || meta.run === except) continue;
      if (name !== undefined && meta.run !== name) continue;
      if (label !== undefined ? meta.label !== label : meta.label !== undefined) continue;
      if (!last || isLater(log, last)) last = log;
    }
  } catch (error) {
    if (!isNoLogs(error)) throw error;
  }
  return last;
}

function isLater(one: Log, other: Log): boolean {
  const [a, b] = [Date.parse(one.createdAt), Date.parse(other.createdAt)];
  return a === b ? one._id > other._id : a > b;
}

const toCount = (value: unknown) => (typeof value === 'number' && value > 0 ? value : 0);

function refuse(): never {
  const message = 'or a name is required';
  throw new PromptCrafterValidationError(`Failed to find run: a label ${message}. Give one.`, {
    issues: [{ path: 'label', message }],
  });
}
