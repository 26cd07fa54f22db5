/**
 * In milliseconds, how long a list may take that somebody waits for to its end: one of a million logs
 * takes minutes. A list that does not go on ends earlier, by `attemptTimeout`.
 */
export const longestList = 24 * 60 * 60_000;
