import type { LogMeta } from '../../core/meta.ts';
import type { CreateLogInput } from '../../core/schemas/log.ts';
import type { PlannedRow } from './plan-rows.ts';
import type { RowError } from './row.ts';
import type { ScoredAnswer } from './score-answer.ts';

/** What a model answered to a row. */
export interface Answer {
  readonly output: string;
  readonly modelUsed: string;
  readonly ms: number;
  readonly meta?: LogMeta | undefined;
}

/** From a task these would make the log a label, a copy, or one that somebody else has scored. */
const reserved = new Set([
  ...['label', 'of', 'at'],
  ...['raw', 'scorer', 'reason', 'scores', 'reasons', 'unscored'],
]);

/** The log of an answer. */
export function toLogInput(
  run: string,
  { case: { id }, prompt, version, trial, variables }: PlannedRow,
  { output, modelUsed, ms, meta }: Answer,
  scored: ScoredAnswer | undefined,
): CreateLogInput {
  const score = scored?.score;
  return {
    promptId: prompt._id,
    output,
    modelUsed,
    ...(score !== undefined && { score: Math.round(score) }),
    meta: {
      ...toOwnMeta(meta),
      run,
      case: id,
      trial,
      prompt: version,
      ...(Object.keys(variables).length > 0 && { variables: toJsonVariables(variables) }),
      ms: Math.round(ms),
      ...(scored && toScoreMeta(scored)),
      ...(scored?.error && { unscored: toUnscored(scored.error) }),
    },
  };
}

/** Which scorer failed. Not what it said: a vendor's message may repeat a part of a key. */
const toUnscored = ({ scorer = '', name }: RowError) => ({ scorer, error: name });

function toOwnMeta(meta: LogMeta = {}): LogMeta {
  return Object.fromEntries(Object.entries(meta).filter(([key]) => !reserved.has(key)));
}

/** What a log says of its score, beside the score itself. */
export function toScoreMeta({ scores, reasons = {}, score, scorer }: ScoredAnswer): LogMeta {
  const several = Object.keys(scores).length > 1 || scorer === undefined;
  const reason = scorer === undefined ? undefined : reasons[scorer];
  return {
    ...(score !== undefined && !Number.isInteger(score) && { raw: score }),
    ...(scorer !== undefined && { scorer }),
    ...(reason !== undefined && { reason }),
    ...(several && Object.keys(scores).length > 0 && { scores }),
    ...(several && Object.keys(reasons).length > 0 && { reasons }),
  };
}

/** JSON has no `NaN` and no infinity: they are kept as they are written in the text. */
export function toJsonVariables(
  variables: PlannedRow['variables'],
): NonNullable<LogMeta['variables']> {
  const entries = Object.entries(variables).map(([name, value]) => [
    name,
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  ]);
  return Object.fromEntries(entries);
}
