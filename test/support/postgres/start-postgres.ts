import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { type CommandResult, runCommand } from '../run-command.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { findPostgres, postgresSource } from './find-postgres.ts';

/** Server settings, by name. */
export type ServerSettings = Readonly<Record<string, string | number>>;

/** A PostgreSQL server of a test's own. */
export interface PostgresServer {
  readonly port: number;
  /** Its data and its socket are here. */
  readonly folder: string;
  /** The URL of an empty database that nobody else has. */
  createDatabase(): Promise<string>;
  /** The URL of a database over the server's socket, or over TCP. */
  toUrl(database: string, user?: string): string;
  /** Runs statements as the superuser. */
  run(sql: string, database?: string): Promise<readonly Record<string, unknown>[]>;
  /** Runs a program of PostgreSQL, such as `pg_dump`. */
  runProgram(name: string, ...args: string[]): Promise<CommandResult>;
  /** Sends a signal to the server and all of its processes. */
  signal(name: NodeJS.Signals): void;
  /** Starts it again after it has ended. */
  start(): Promise<void>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
const owner = process.getuid?.() === 0 ? findUser('postgres') : undefined;

/** Starts a server that is empty, with files in the folder of its data, and keeps nothing of it. */
export async function startPostgres(
  settings: ServerSettings = {},
  files: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error(`PostgreSQL is missing (${postgresSource}).`);
  const temporary = await createTemporaryFolder();
  const folder = temporary.path;
  chmodSync(folder, 0o755);
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const spawnAs = (name: string, args: readonly string[]) =>
    spawn(join(binaries, name), args, {
      ...owner,
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const init = spawnAs('initdb', [
    ...['--pgdata', data, '--username', 'postgres', '--auth', 'trust'],
    ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
  ]);
  const [code] = await once(init, 'exit');
  if (code !== 0) throw new Error(`initdb ended with ${code}.`);

  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(data, name), content, { mode: 0o600 });
    if (owner) chownSync(join(data, name), owner.uid, owner.gid);
  }

  const port = await findFreePort();
  let server: ChildProcess | undefined;
  let databases = 0;
  const toUrl = (database: string, user = 'postgres') =>
    `postgres://${user}@127.0.0.1:${port}/${database}`;

  async function run(sql: string, database = 'postgres') {
    const client = new pg.Client({ connectionString: toUrl(database) });
    client.on('error', () => {});
    await client.connect();
    try {
      const result: pg.QueryResult | pg.QueryResult[] = await client.query(sql);
      return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
    } finally {
      await client.end();
    }
  }

  async function start(): Promise<void> {
    const all = { fsync: 'off', listen_addresses: '127.0.0.1', port, ...settings };
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawnAs('postgres', ['-D', data, '-k', folder, ...flags]);
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = `${log}${text}`.slice(-4_000);
    });
    server = child;
    while (child.exitCode === null) {
      try {
        await run('SELECT 1');
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    throw new Error(`PostgreSQL has ended: ${log}`);
  }

  /** Each process of the server is of a group of its own. */
  function signal(name: NodeJS.Signals): void {
    if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
    process.kill(server.pid, name);
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', `${server.pid}`], {
      encoding: 'utf8',
    });
    for (const pid of stdout.split('\n').map(Number).filter(Boolean)) {
      try {
        process.kill(pid, name);
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  async function kill(): Promise<void> {
    const isRunning = server?.exitCode === null && server.signalCode === null;
    const ended = isRunning && server ? once(server, 'exit') : undefined;
    signal('SIGKILL');
    await ended;
  }

  await start();
  return {
    port,
    folder,
    toUrl,
    run,
    async createDatabase() {
      databases += 1;
      await run(`CREATE DATABASE test${databases}`);
      return toUrl(`test${databases}`);
    },
    runProgram: (name, ...args) => runCommand(join(binaries, name), args),
    signal,
    start,
    kill,
    async [Symbol.asyncDispose]() {
      await kill();
      await temporary[Symbol.asyncDispose]();
    },
  };
}

function findUser(name: string): { uid: number; gid: number } {
  const ask = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
