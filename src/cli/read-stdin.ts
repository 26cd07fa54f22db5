import { CliError } from './cli-error.ts';

/** Reads standard input to its end, as UTF-8. */
export async function readStdin(what: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new CliError(`Failed to read ${what}: standard input is no UTF-8. Convert it first.`);
  }
}

/** The value of an option, or standard input where it is `-`, without the end of its last line. */
export async function readText(value: string, what: string): Promise<string> {
  return value === '-' ? (await readStdin(what)).replace(/\r?\n$/, '') : value;
}
