import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../support/project-root.ts';
import type { CommandResult } from '../support/run-command.ts';

export const cli = join(projectRoot, 'dist/cli.js');

/** The program, which is serving. */
export interface ServeProcess {
  readonly url: string;
  /** The token that it printed, if it did. */
  readonly token: string | undefined;
  readonly process: ChildProcess;
  /** What it has printed so far. */
  readonly lines: readonly string[];
  /** Ends it with a signal and gives all that it printed. */
  end(signal: NodeJS.Signals): Promise<CommandResult>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Runs the built program on a free port, until it says where it is. */
export const startServe = (...args: string[]) => startServeIn(process.cwd(), ...args);

/** The same in a folder. */
export async function startServeIn(cwd: string, ...args: string[]): Promise<ServeProcess> {
  const child = spawn(process.execPath, [cli, 'serve', '--port', '0', ...args], { cwd });
  const lines: string[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const closed = once(child, 'close');
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line));

  const end = async (signal: NodeJS.Signals): Promise<CommandResult> => {
    child.kill(signal);
    const [code] = await closed;
    return { code, stdout: lines.map((line) => `${line}\n`).join(''), stderr };
  };
  const find = (name: string) =>
    lines.map((line) => line.split(`export ${name}=`)[1]).find((value) => value !== undefined);
  const isReady = () =>
    find('PROMPTCRAFTER_BASE_URL') &&
    (!(args.includes('--seed') || args.includes('--demo')) || find('PROMPTCRAFTER_TOKEN'));

  while (!isReady()) {
    if (child.exitCode !== null) throw new Error(`The program has ended: ${stderr}`);
    await Promise.race([once(output, 'line'), closed]);
  }
  return {
    url: find('PROMPTCRAFTER_BASE_URL') ?? '',
    token: find('PROMPTCRAFTER_TOKEN'),
    process: child,
    lines,
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}
