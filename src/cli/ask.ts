import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Interrupted } from './with-interrupt.ts';

/** Whether there is somebody to ask. */
export const canAsk = () => process.stdin.isTTY === true && process.stderr.isTTY === true;

/**
 * Asks on the terminal. `isSecret` shows nothing of what is typed.
 *
 * @throws {@link Interrupted} at Ctrl+C.
 */
export async function ask(question: string, isSecret = false): Promise<string> {
  // The question goes to standard error: standard output is for results.
  const output = isSecret
    ? new Writable({ write: (_piece, _encoding, done) => done() })
    : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  // Now the terminal shows nothing any more of what is typed.
  if (isSecret) process.stderr.write(question);
  const interrupted = new Promise<never>((_resolve, reject) => {
    lines.once('SIGINT', () => reject(new Interrupted('SIGINT')));
    lines.once('close', () => reject(new Interrupted('SIGINT')));
  });
  try {
    const answer = lines.question(isSecret ? '' : question);
    return await Promise.race([answer, interrupted]);
  } finally {
    interrupted.catch(() => {});
    lines.close();
    if (isSecret) process.stderr.write('\n');
  }
}

/** Asks for a yes; anything else is none. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}
