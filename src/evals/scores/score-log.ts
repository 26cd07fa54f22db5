import type { RequestOptions } from '../../client/options.ts';
import { PromptCrafterValidationError } from '../../core/errors.ts';
import type { Log } from '../../core/schemas/log.ts';
import type { EvalsClient } from './evals-client.ts';
import { storeScore } from './store-score.ts';
import { isOnScale } from './to-score.ts';
import { toScoresByScorer } from './to-scores-by-scorer.ts';

/** What can be said of a score, and of the requests that store it. */
export interface ScoreLogOptions extends RequestOptions {
  /** Why it was given. */
  readonly reason?: string | undefined;
  /** Who or what gave it. What other scorers gave stays in `meta.scores`. */
  readonly scorer?: string | undefined;
}

/**
 * Gives a log a score, or another one. The API cannot change a log: a scored copy is created, then the
 * log is deleted. A crash in between, or two scorers at once, leave copies, which are counted once:
 * {@link readScores}, {@link summarize} and {@link compareScores} take the last one. Delivers the copy,
 * which is stored even if the old log could not be deleted.
 *
 * @param score From 0 to 10; it is stored rounded, with what it was before in `meta.raw`.
 * @throws `PromptCrafterValidationError` when the score is not on the scale.
 * @example
 * ```ts
 * import { readScores, scoreLog } from 'promptcrafter-client/evals';
 *
 * for (const log of await readScores(client, 'prompt104', ({ score }) => score === undefined)) {
 *   await scoreLog(client, log, 7, { scorer: 'ada', reason: 'Right, but too long.' });
 * }
 * ```
 */
export async function scoreLog(
  client: Pick<EvalsClient, 'createLog' | 'deleteLog'>,
  log: Log,
  score: number,
  options: ScoreLogOptions = {},
): Promise<Log> {
  const { reason, scorer, ...request } = options;
  if (typeof score !== 'number' || !isOnScale(score)) refuse();
  const scores = { ...toScoresByScorer(log), ...(scorer !== undefined && { [scorer]: score }) };
  const meta = {
    ...(Object.keys(scores).length > 0 && { scores }),
    ...(!Number.isInteger(score) && { raw: score }),
    ...(reason !== undefined && { reason }),
    ...(scorer !== undefined && { scorer }),
  };
  return storeScore(client, log, score, meta, request);
}

function refuse(): never {
  const message = 'must be a number from 0 to 10';
  throw new PromptCrafterValidationError(`Failed to score log: score ${message}. Correct it.`, {
    issues: [{ path: 'score', message }],
  });
}
