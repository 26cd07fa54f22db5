import type { ScoreSummary } from '../../../evals/index.ts';
import { toSummary } from '../../../evals/scores/to-summary.ts';
import type { LogEntry } from '../logs/log-entry.ts';

/** The scores of each model; the best average comes first, models without a score last. */
export function groupByModel(entries: readonly LogEntry[]): ScoreSummary[] {
  const groups = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const { modelUsed } = entry.log;
    const group = groups.get(modelUsed);
    if (group) group.push(entry);
    else groups.set(modelUsed, [entry]);
  }
  return Array.from(groups, ([model, group]) => toSummary(model, group, 0.05, false)).sort(
    (a, b) => (b.mean ?? -1) - (a.mean ?? -1) || a.key.localeCompare(b.key),
  );
}

/** The average of a model in a stretch of time. */
export interface PeriodAverage {
  readonly average: number;
  readonly count: number;
}

/** A stretch of time in which logs were scored. */
export interface Period {
  /** When it begins. */
  readonly start: number;
  /** Where it is drawn: among its logs, and not before them. */
  readonly middle: number;
  readonly averages: ReadonlyMap<string, PeriodAverage>;
}

export type PeriodLength = 'day' | 'week' | 'month';

const day = 86_400_000;
const lengths = { day, week: 7 * day, month: 30 * day };

/** The scores over time, in periods that suit how long the time is. */
export function groupByPeriod(entries: readonly LogEntry[]): {
  length: PeriodLength;
  periods: Period[];
} {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { time, score } of entries) {
    if (score === undefined || Number.isNaN(time)) continue;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  const days = (last - first) / day;
  const length: PeriodLength = days <= 14 ? 'day' : days <= 200 ? 'week' : 'month';

  const toStart = createPeriodStart(length);
  const sums = new Map<number, Map<string, { sum: number; count: number }>>();
  for (const { time, score, log } of entries) {
    if (score === undefined || Number.isNaN(time)) continue;
    const start = toStart(time);
    const ofPeriod = sums.get(start) ?? new Map<string, { sum: number; count: number }>();
    sums.set(start, ofPeriod);
    const ofModel = ofPeriod.get(log.modelUsed) ?? { sum: 0, count: 0 };
    ofPeriod.set(log.modelUsed, ofModel);
    ofModel.sum += score;
    ofModel.count += 1;
  }
  const periods = [...sums]
    .sort(([a], [b]) => a - b)
    .map(([start, ofPeriod]) => ({
      start,
      middle: start + lengths[length] / 2,
      averages: new Map(
        Array.from(ofPeriod, ([model, { sum, count }]) => [model, { average: sum / count, count }]),
      ),
    }));
  return { length, periods };
}

/** Midnight of the day, of its Monday, or of the first of its month, by the clock of the reader. */
function createPeriodStart(length: PeriodLength): (time: number) => number {
  const known = new Map<number, number>();
  return (time) => {
    // Time zones are a quarter of an hour apart at least.
    const quarter = Math.floor(time / 900_000);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const start = new Date(time);
    start.setHours(0, 0, 0, 0);
    if (length === 'week') start.setDate(start.getDate() - ((start.getDay() + 6) % 7));
    if (length === 'month') start.setDate(1);
    known.set(quarter, start.getTime());
    return start.getTime();
  };
}
