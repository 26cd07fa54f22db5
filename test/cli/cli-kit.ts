import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createTestApi, type Listener, type TestApi } from '../../src/testing/index.ts';
import type { CommandResult } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { cli } from './serve-process.ts';

/** How the program is run. */
export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A user at a terminal: an API on a socket, a home, and the built program. */
export interface Desk {
  readonly api: TestApi;
  readonly server: Listener;
  readonly folder: string;
  /** The environment of a user who has pasted a token. */
  readonly env: Readonly<Record<string, string>>;
  run(args: readonly string[], options?: RunOptions): Promise<CommandResult>;
  /** Runs it on a terminal of its own, to which all that it prints goes; by `script` of util-linux. */
  runOnTerminal(args: readonly string[], options?: RunOptions): Promise<CommandResult>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The account of the user. */
export const ada = { email: 'ada@example.com', password: 'a-long-secret' };

/** Starts an API with a user, and gives her a desk. */
export async function createDesk(): Promise<Desk> {
  const folder = await createTemporaryFolder();
  const api = createTestApi();
  api.seed({ users: [ada], prompts: [{ _id: 'prompt104', title: 'History tutor' }] });
  const server = await api.listen();
  const { PATH = '' } = process.env;
  const home = { PATH, HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'config') };
  const env = { PROMPTCRAFTER_BASE_URL: server.url, PROMPTCRAFTER_TOKEN: await api.token() };

  async function start(command: string, args: readonly string[], options: RunOptions) {
    const child = spawn(command, args, {
      cwd: folder.path,
      env: { ...home, ...(options.env ?? env) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
    const [code] = await once(child, 'close');
    return { code, stdout, stderr };
  }

  return {
    api,
    server,
    folder: folder.path,
    env,
    run: (args, options = {}) => start(process.execPath, [cli, ...args], options),
    runOnTerminal(args, options = {}) {
      const words = [process.execPath, cli, ...args].map(
        (word) => `'${word.replaceAll("'", "'\\''")}'`,
      );
      return start('script', ['-qec', words.join(' '), '/dev/null'], options);
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
