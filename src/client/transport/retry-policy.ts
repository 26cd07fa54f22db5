/** When a call is tried again, and after how long. Data and pure functions; nothing here waits. */

const firstBackoff = 500;
const longestBackoff = 8_000;

/** Statuses that may be different a moment later. */
export function isRetriableStatus(status: number): boolean {
  if (status === 408 || status === 429) return true;
  return status >= 500 && status !== 501 && status !== 505;
}

/**
 * Milliseconds to wait before the next attempt: anything from 0 to a bound that doubles with each
 * attempt (full jitter), so that clients that failed together do not come back together.
 */
export function resolveBackoff(failedAttempts: number, random: () => number): number {
  return random() * Math.min(longestBackoff, firstBackoff * 2 ** (failedAttempts - 1));
}

/**
 * Milliseconds that a `Retry-After` header asks for, in seconds or as a date. A date is counted
 * from the server's own clock where its `Date` header can be read.
 */
export function toRetryAfter(
  header: string | null,
  date: string | null,
  now: number,
): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const until = parseHttpDate(text);
  if (Number.isNaN(until)) return undefined;
  const from = date === null ? Number.NaN : parseHttpDate(date.trim());
  return Math.max(0, until - (Number.isNaN(from) ? now : from));
}

/** Milliseconds, or `NaN`. Date.parse is lenient: it would make a date of "-5" or "2 hours". */
function parseHttpDate(text: string): number {
  return /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
}

/**
 * What a client may spend on retries, all its calls together: it keeps an outage from being
 * multiplied, and does not starve a long run whose calls succeed in the end.
 */
export interface RetryBudget {
  readonly tokens: number;
}

const capacity = 500;
const retryCost = 14;
const throttledRetryCost = 5;

export const fullBudget: RetryBudget = { tokens: capacity };

/** What a retry costs; after a throttle less, since the server said itself when to come back. */
export const resolveRetryCost = (throttled: boolean) =>
  throttled ? throttledRetryCost : retryCost;

/** The budget after a retry, or `undefined` where it does not pay for one. */
export function spend({ tokens }: RetryBudget, cost: number): RetryBudget | undefined {
  return cost <= tokens ? { tokens: tokens - cost } : undefined;
}

/** The budget after a call that succeeded: it gives back what its retries cost, or 1. */
export function refund({ tokens }: RetryBudget, spent: number): RetryBudget {
  return { tokens: Math.min(capacity, tokens + Math.max(1, spent)) };
}
