import { isOnScale } from '../scores/to-score.ts';

/** A score from 0 to 10. */
export interface GivenScore {
  readonly score: number;
  readonly reason?: string;
}

/**
 * Reads what a scorer gave.
 *
 * @throws Error when it is no score: a score that cannot be read is a failure, not a 0.
 */
export function readScorerOutput(given: unknown): GivenScore {
  if (typeof given === 'number') return toGiven(given, 10);
  if (typeof given !== 'object' || given === null) refuse(given);
  const { name, score, reason, metadata } = given as Readonly<Record<string, unknown>>;
  if (typeof score !== 'number') refuse(score);
  const isAutoeval = typeof name === 'string';
  return toGiven(score, isAutoeval ? 1 : 10, reason ?? readRationale(metadata));
}

function toGiven(score: number, best: number, reason?: unknown): GivenScore {
  const points = best === 10 ? score : toTenths(score);
  if (!isOnScale(points)) {
    throw new Error(
      `Failed to read score: ${score} is not between 0 and ${best}. Correct the scorer.`,
    );
  }
  return { score: points, ...(typeof reason === 'string' && { reason }) };
}

/** Tenfold, without the digits that binary fractions add: 0.7 is 7. */
const toTenths = (score: number) => Number((score * 10).toPrecision(15));

function readRationale(metadata: unknown): unknown {
  return (Object(metadata) as { readonly rationale?: unknown }).rationale;
}

function refuse(given: unknown): never {
  const what = given === null ? 'null' : typeof given;
  throw new Error(
    `Failed to read score: the scorer gave ${what}. Give a number from 0 to 10, or an object with one.`,
  );
}
