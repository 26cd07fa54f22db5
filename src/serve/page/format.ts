const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
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

/** `3 Aug 2026, 14:05`, or the text itself where it is no date. */
export function formatTime(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : times.format(time);
}

/** `14:05:09`. */
export const formatClock = (time: number): string => clock.format(time);

/** `3 Aug`. */
export const formatDay = (time: number): string => days.format(time);

/** `8`, `7.5`. */
export const formatScore = (score: number): string => scores.format(score);

/** `8.0`: averages stand below each other. */
export const formatAverage = (average: number): string => averages.format(average);

/** `+0.4`, `−1.2`, `0.0`. */
export function formatDifference(difference: number): string {
  const text = averages.format(Math.abs(difference));
  if (Number(text) === 0) return text;
  return `${difference > 0 ? '+' : '−'}${text}`;
}

/** `152`, `100,000`. */
export const formatNumber = (count: number): string => count.toLocaleString('en-GB');

/** `1 log`, `152 logs`. */
export const formatCount = (count: number, noun: string): string =>
  `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
