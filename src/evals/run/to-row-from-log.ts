import type { Log } from '../../core/schemas/log.ts';
import { readMeta } from '../scores/read-meta.ts';
import { toScore } from '../scores/to-score.ts';
import { toScoresByScorer } from '../scores/to-scores-by-scorer.ts';
import type { RowError, RunRow } from './row.ts';

/** The row that a log tells of. */
export function toRowFromLog(log: Log): RunRow {
  const meta = readMeta(log);
  const score = toScore(log);
  const { scorer, reason } = meta;
  const reasons = {
    ...toTexts(meta.reasons),
    ...(typeof scorer === 'string' && typeof reason === 'string' && { [scorer]: reason }),
  };
  return {
    case: String(meta.case),
    promptId: log.promptId,
    trial: typeof meta.trial === 'number' ? meta.trial : 1,
    output: log.output,
    modelUsed: log.modelUsed,
    ...(typeof meta.ms === 'number' && { ms: meta.ms }),
    scores: toScoresByScorer(log),
    ...(score !== undefined ? { score } : toScorerError(meta.unscored)),
    ...(Object.keys(reasons).length > 0 && { reasons }),
    log,
  };
}

/** Why an answer was logged without a score, if a scorer failed. */
function toScorerError(unscored: unknown): { readonly error?: RowError } {
  const { scorer, error: name } = Object(unscored) as Readonly<Record<string, unknown>>;
  if (typeof scorer !== 'string' || typeof name !== 'string') return {};
  const message = 'It failed in the run. Run it again by the same name to have it score.';
  return { error: { step: 'scorer', scorer, name, message } };
}

function toTexts(reasons: unknown): Record<string, string> {
  const entries = Object.entries(Object(reasons) as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
