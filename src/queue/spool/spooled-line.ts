import { type LogBody, logBodySchema } from '../../core/schemas/log.ts';

/** One accepted log, as a line of a segment. */
export interface SpooledLine {
  /** When it was accepted, by `Date.now()`. */
  readonly at: number;
  readonly log: LogBody;
}

/** Writes a log as a line, its newline included. */
export const toSpooledLine = (line: SpooledLine): string => `${JSON.stringify(line)}\n`;

/** Reads a line; `undefined` where it is damaged. */
export function readSpooledLine(text: string): SpooledLine | undefined {
  try {
    const { at, log } = JSON.parse(text) as SpooledLine;
    if (typeof at !== 'number') return undefined;
    const checked = logBodySchema.safeParse(log);
    return checked.success ? { at, log: checked.data } : undefined;
  } catch {
    return undefined;
  }
}
