/** How the program ends. A shell adds 128 and more for signals. */
export const exitCodes = {
  ok: 0,
  /** It did its work, and the answer is no: worse, a gate that fails, lines that were refused. */
  no: 1,
  /** It did its work, and cannot tell. */
  inconclusive: 2,
  /** It could not do its work. */
  failed: 3,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
