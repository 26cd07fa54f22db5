/** Points for people: two decimals, more where they would show a difference as none. */
export function formatPoints(points: number): string {
  const rounded = Math.abs(points) < 0.005 ? points.toPrecision(1) : points.toFixed(2);
  return String(Number(rounded));
}

/** Points and their unit: `1 point`, `0.62 points`. */
export function formatDistance(points: number): string {
  const size = formatPoints(Math.abs(points));
  return `${size} point${size === '1' ? '' : 's'}`;
}

/** A p-value for people. */
export function formatP(pValue: number): string {
  return pValue < 0.001 ? 'p < 0.001' : `p = ${Number(pValue.toPrecision(2))}`;
}

/** A share for people, in percent. */
export function formatShare(share: number): string {
  const percent = Math.min(1, share) * 100;
  return `${Number(percent >= 10 ? percent.toFixed(0) : percent.toPrecision(1))} %`;
}

/** A count and what is counted: `1 case`, `2 cases`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
