const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const scores = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const averages = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** `3 Aug 2026`, or the text itself where it is no date. */
export function formatDate(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : dates.format(time);
}

/** `3 Aug`. */
export const formatDay = (time: number): string => days.format(time);

/** `8`, `7.5`. */
export const formatScore = (score: number): string => scores.format(score);

/** `8.0`: averages stand below each other. */
export const formatAverage = (average: number): string => averages.format(average);

/** `1 log`, `152 logs`. */
export const formatCount = (count: number, noun: string): string =>
  `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
