import { spawn } from 'node:child_process';

/** A program that runs until it is done or is not needed any more. */
export interface Program {
  /** Rejects when the program ends, with what it printed. */
  readonly ended: Promise<never>;
  /** What it writes first to a pipe of its own, as a server does that tells its port. */
  readonly firstLine: Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program in an environment that holds no settings of whoever runs the tests. */
export function startProgram(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: ProgramOptions = {},
): Program {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // Browsers start others, which end with their group.
    detached: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-4_000);
    });
  }
  const firstLine = new Promise<string>((resolve) => {
    child.stdio[3]?.once('data', (bytes: Buffer) =>
      resolve(bytes.toString().split('\n', 1)[0] ?? ''),
    );
  });
  const closed = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    closed.then((code) =>
      reject(new Error(`${command} ended with ${code} and printed: ${printed.trim()}`)),
    );
  });
  ended.catch(() => undefined);
  return {
    ended,
    firstLine,
    async [Symbol.asyncDispose]() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid, 'SIGKILL');
      }
      await closed;
    },
  };
}
