import type { LogFailure } from '../tally.ts';

/** A log that failed, as a line of `failed.jsonl`. */
export function toFailedLine({ input, error, outcome }: LogFailure): object {
  const { name, message, status } = error;
  return {
    at: new Date().toISOString(),
    reason: message,
    error: name,
    ...(status !== undefined && { status }),
    outcome,
    input,
  };
}
