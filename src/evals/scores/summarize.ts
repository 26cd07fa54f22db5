import { PromptCrafterValidationError } from '../../core/errors.ts';
import type { Log } from '../../core/schemas/log.ts';
import { countOnce } from './count-once.ts';
import { describeNoList, isList, isLog } from './is-list.ts';
import { readMeta } from './read-meta.ts';
import type { ScoreSummary, SummaryKey, SummaryOptions } from './summary.ts';
import { toCreatedAt } from './to-created-at.ts';
import { toScore } from './to-score.ts';
import { toScoresByScorer } from './to-scores-by-scorer.ts';
import { type SummarizedScore, toSummary } from './to-summary.ts';

/**
 * Summarizes the scores of logs, group by group, sorted by key. Each log counts once, however many
 * scored copies of it there are; of each only its numbers are kept, so that lists can be streamed.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used, or what is given is no list.
 * @example
 * ```ts
 * import { summarize } from 'promptcrafter-client/evals';
 *
 * for (const { key, mean, interval } of await summarize(client.iterateLogs(), { by: 'model' })) {
 *   console.log(key, mean, interval);
 * }
 * ```
 */
export async function summarize(
  logs: Iterable<Log> | AsyncIterable<Log>,
  options: SummaryOptions = {},
): Promise<ScoreSummary[]> {
  const { agreement, confidence = 0.95 } = options;
  const toKey = resolveKey(options.by);
  if (!(confidence > 0 && confidence < 1)) refuse('confidence', 'must be a number between 0 and 1');
  const counted = countOnce((log) => ({ key: toKey(log), ...toSummarized(log, agreement) }));
  if (!isList(logs)) refuseLogs(describeNoList(logs));
  for await (const log of logs) {
    if (!isLog(log)) refuseLogs('hold what is no log');
    counted.add(log);
  }
  const groups = new Map<string, SummarizedScore[]>();
  if (options.by === undefined) groups.set('all', []);
  for (const { key, ...score } of counted.values()) {
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(score);
  }
  const alpha = Number((1 - confidence).toPrecision(12));
  return Array.from(groups, ([key, group]) =>
    toSummary(key, group, alpha, agreement !== undefined),
  ).sort((x, y) => (x.key < y.key ? -1 : 1));
}

function toSummarized(log: Log, agreement: SummaryOptions['agreement']): SummarizedScore {
  const score = toScore(log);
  if (!agreement) return { score };
  const byScorer = toScoresByScorer(log);
  const [first, second] = agreement.map((name) => (name === 'score' ? score : byScorer[name]));
  return {
    score,
    compared: first === undefined || second === undefined ? undefined : [first, second],
  };
}

const keys: Record<SummaryKey, (log: Log) => unknown> = {
  model: ({ modelUsed }) => modelUsed,
  prompt: ({ promptId }) => promptId,
  version: (log) => readMeta(log).prompt,
  run: (log) => readMeta(log).run,
  case: (log) => readMeta(log).case,
  scorer: (log) => readMeta(log).scorer,
  day: (log) => toCreatedAt(log).slice(0, 10),
};

function resolveKey(by: SummaryOptions['by']): (log: Log) => string {
  if (by === undefined) return () => 'all';
  const toKey = typeof by === 'function' ? by : Object.hasOwn(keys, by) ? keys[by] : undefined;
  if (!toKey) refuse('by', `must be a function or one of ${Object.keys(keys).join(', ')}`);
  return (log) => String(toKey(log) ?? '');
}

function refuseLogs(what: string): never {
  const message = what.replace(/^is /, 'are ');
  throw new PromptCrafterValidationError(
    `Failed to summarize logs: logs ${message}. Give logs, awaited.`,
    { issues: [{ path: 'logs', message }] },
  );
}

function refuse(path: string, message: string): never {
  throw new PromptCrafterValidationError(
    `Failed to summarize logs: ${path} ${message}. Correct the options.`,
    { issues: [{ path, message }] },
  );
}
