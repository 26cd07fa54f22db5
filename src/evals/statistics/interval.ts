/** Both ends of an interval, the lower one first. */
export type Interval = readonly [low: number, high: number];
