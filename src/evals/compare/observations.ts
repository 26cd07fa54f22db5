import type { Log } from '../../core/schemas/log.ts';
import { countOnce } from '../scores/count-once.ts';
import { readMeta } from '../scores/read-meta.ts';
import { isOnScale, toScore } from '../scores/to-score.ts';
import type { PairBy } from './comparison.ts';

/** What of a log is compared. It holds no text, so that a hundred thousand are a few megabytes. */
export interface Observation {
  /** Absent where the log belongs to no case. */
  readonly case: string | undefined;
  readonly trial: number | undefined;
  /** Absent where the log has none. */
  readonly score: number | undefined;
}

/** One side of a comparison. */
export interface Side {
  /** Scores by case, trials of their own; empty where nothing is paired. */
  readonly cases: ReadonlyMap<string, readonly number[]>;
  /** Every score, duplicates averaged. */
  readonly scores: readonly number[];
  readonly unscored: number;
  readonly outOfRange: number;
  readonly duplicates: number;
  readonly withoutCase: number;
}

/** Collects what is compared, log by log. */
export interface ObservationList {
  add(item: Log | number): void;
  values(): Observation[];
}

/** Makes a list that counts each log once, however many scored copies of it there are. */
export function createObservationList(pairBy: PairBy): ObservationList {
  let index = 0;
  const bare: Observation[] = [];
  const logs = countOnce((log) => toObservation(log, pairBy, index));
  return {
    add(item) {
      if (typeof item === 'number') bare.push(toObservation(item, pairBy, index));
      else logs.add(item);
      index += 1;
    },
    values: () => [...bare, ...logs.values()],
  };
}

function toObservation(item: Log | number, pairBy: PairBy, index: number): Observation {
  const meta = typeof item === 'number' ? {} : readMeta(item);
  const id = typeof pairBy === 'function' ? pairBy(item, index) : meta.case;
  return {
    case: pairBy === 'none' || id === undefined || id === null ? undefined : String(id),
    trial: typeof meta.trial === 'number' ? meta.trial : undefined,
    score: typeof item === 'number' ? item : toScore(item),
  };
}

/** Sorts observations out. Those of one case and trial are one. */
export function toSide(observations: readonly Observation[], isPaired: boolean): Side {
  const trials = new Map<string, Map<number | undefined, number[]>>();
  const loose: number[] = [];
  let unscored = 0;
  let outOfRange = 0;
  let withoutCase = 0;
  for (const { case: id, trial, score } of observations) {
    if (score === undefined) unscored += 1;
    else if (!isOnScale(score)) outOfRange += 1;
    else if (!isPaired) loose.push(score);
    else if (id === undefined) withoutCase += 1;
    else {
      const ofCase = trials.get(id) ?? new Map<number | undefined, number[]>();
      trials.set(id, ofCase);
      ofCase.set(trial, [...(ofCase.get(trial) ?? []), score]);
    }
  }
  const cases = new Map<string, number[]>();
  let duplicates = 0;
  for (const [id, ofCase] of trials) {
    const scores = Array.from(ofCase.values(), averageExactly);
    for (const { length } of ofCase.values()) duplicates += length - 1;
    cases.set(id, scores);
  }
  const scores = isPaired ? [...cases.values()].flat() : loose;
  return { cases, scores, unscored, outOfRange, duplicates, withoutCase };
}

/** A mean that is exactly x where all values are x, so that equal cases are seen to be equal. */
export function averageExactly(values: readonly number[]): number {
  const [first = Number.NaN] = values;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}
