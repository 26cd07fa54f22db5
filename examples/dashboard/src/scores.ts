import type { Log } from 'promptcrafter-client';

/** How one model has done. */
export interface ModelScores {
  readonly model: string;
  /** Logs of it, with a score or without. */
  readonly logs: number;
  readonly scored: number;
  readonly average: number;
  readonly lowest: number;
  readonly highest: number;
  /** How often each score was given. */
  readonly tally: ReadonlyMap<number, number>;
}

/** The average of a model in a stretch of time. */
export interface PeriodAverage {
  readonly model: string;
  readonly average: number;
  readonly count: number;
}

/** A stretch of time in which logs were scored. */
export interface Period {
  /** When it begins. */
  readonly start: number;
  /** Where it is drawn: among its logs, and not before them. */
  readonly middle: number;
  readonly averages: readonly PeriodAverage[];
}

/** The scores of each model; the best average comes first, models without a score last. */
export function groupByModel(logs: readonly Log[]): ModelScores[] {
  return [...Map.groupBy(logs, ({ modelUsed }) => modelUsed)]
    .map(([model, ofModel]) => {
      const scores = ofModel.flatMap(({ score }) => score ?? []);
      const tally = new Map<number, number>();
      for (const score of scores) tally.set(score, (tally.get(score) ?? 0) + 1);
      const inOrder = [...tally.keys()].sort((a, b) => a - b);
      return {
        model,
        logs: ofModel.length,
        scored: scores.length,
        average: toAverage(scores),
        lowest: inOrder.at(0) ?? Number.NaN,
        highest: inOrder.at(-1) ?? Number.NaN,
        tally,
      };
    })
    .sort((a, b) => (b.average || -1) - (a.average || -1) || a.model.localeCompare(b.model));
}

export type PeriodLength = 'day' | 'week' | 'month';

const day = 86_400_000;
const lengths = { day, week: 7 * day, month: 30 * day };

/** The scores over time, in periods that suit how long the time is. */
export function groupByPeriod(logs: readonly Log[]): { length: PeriodLength; periods: Period[] } {
  const scored = logs.filter((log) => log.score !== undefined && toTime(log) !== undefined);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const log of scored) {
    const time = toTime(log) as number;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  const days = (last - first) / day;
  const length: PeriodLength = days <= 14 ? 'day' : days <= 200 ? 'week' : 'month';

  const periods = [...Map.groupBy(scored, (log) => toPeriodStart(toTime(log) as number, length))]
    .sort(([a], [b]) => a - b)
    .map(([start, ofPeriod]) => ({
      start,
      middle: start + lengths[length] / 2,
      averages: [...Map.groupBy(ofPeriod, ({ modelUsed }) => modelUsed)].map(
        ([model, ofModel]) => ({
          model,
          average: toAverage(ofModel.flatMap(({ score }) => score ?? [])),
          count: ofModel.length,
        }),
      ),
    }));
  return { length, periods };
}

/** When a log was made, unless its server wrote something that is no date. */
export function toTime({ createdAt }: Log): number | undefined {
  const time = Date.parse(createdAt);
  return Number.isNaN(time) ? undefined : time;
}

/** `NaN` of nothing. */
export const toAverage = (scores: readonly number[]): number =>
  scores.reduce((sum, score) => sum + score, 0) / scores.length;

/** Midnight of the day, of its Monday, or of the first of its month, by the clock of the reader. */
function toPeriodStart(time: number, length: PeriodLength): number {
  const start = new Date(time);
  start.setHours(0, 0, 0, 0);
  if (length === 'week') start.setDate(start.getDate() - ((start.getDay() + 6) % 7));
  if (length === 'month') start.setDate(1);
  return start.getTime();
}
