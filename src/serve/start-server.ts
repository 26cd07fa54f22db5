import type { SeededUser } from '../api/seed.ts';
import { StoreUnavailableError } from '../api/store.ts';
import { type Backend, openBackend } from './backend.ts';
import { type AccessFormat, toAccessLine } from './http/access-line.ts';
import { type HttpServer, startHttpServer } from './http/http-server.ts';
import type { Limits } from './http/limits.ts';
import { maskSecrets } from './mask-secrets.ts';
import { readPageFiles } from './page-files.ts';
import { readSeedFile } from './seed-file.ts';
import { getErrorCode, ServeError } from './serve-error.ts';
import { withPage } from './with-page.ts';

/** How a server is started. */
export interface ServerOptions {
  /** @defaultValue `'127.0.0.1'`: this machine alone gets in */
  readonly host?: string;
  /**
   * 0 takes a free one.
   * @defaultValue 8787
   */
  readonly port?: number;
  /**
   * The file with the data, or the URL of a PostgreSQL database, which `PGPASSWORD`, `.pgpass` and the
   * other variables of libpq complete.
   * @defaultValue the data is in memory
   */
  readonly data?: string | undefined;
  /** A file with the records that the data begins with. */
  readonly seed?: string | undefined;
  /** Whether the data begins with made-up prompts, logs and scores to look at. */
  readonly demo?: boolean;
  /** Whether a proxy stands in front, which names its clients in `X-Forwarded-For`. */
  readonly isBehindProxy?: boolean;
  /** What clients may take of time and of memory, where it differs from what the guide lists. */
  readonly limits?: Partial<Limits>;
  /** Is given a line for each request, without ids, queries and tokens. */
  readonly onAccess?: (line: string) => void;
  /**
   * The form of these lines.
   * @defaultValue `'text'`
   */
  readonly accessFormat?: AccessFormat;
  /** Gets failures of this program, this machine or the database, not those of clients. */
  readonly report?: (error: unknown) => void;
}

/** A user whose password was made up at this start, and can be read nowhere afterwards. */
export interface NewLogin {
  readonly email: string;
  readonly password: string;
}

/** A server that answers. */
export interface Server {
  /** Where a client of this machine finds it. */
  readonly url: string;
  /** A token of the first user of the seed, where there is one. */
  readonly token: string | undefined;
  /** Users of the seed who were given no password. */
  readonly newLogins: readonly NewLogin[];
  /** Lets the answers under way end, within 3 s, and closes the data. */
  close(): Promise<void>;
}

/**
 * Serves the API until it is closed.
 *
 * @throws {@link ServeError} when it cannot start: its message is one line that says what to do.
 *
 * @example
 * ```ts
 * const server = await startServer({ port: 0 });
 * console.log(await (await fetch(`${server.url}/health`)).json()); // { status: 'ok' }
 * await server.close();
 * ```
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { host = '127.0.0.1', port = 8787, data, report = () => {} } = options;
  const backend = await openBackend({ data, report });
  try {
    const { userId, newLogins } = await plantSeed(backend, options);
    const server = await listen(backend, { ...options, host, port });
    return {
      url: `http://${toReachableHost(host)}:${server.port}`,
      token: userId && (await backend.token(userId)),
      newLogins: newLogins.map(({ email, password }) => ({ email, password })),
      async close() {
        await server.close();
        await backend.close();
      },
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}

async function plantSeed(
  backend: Backend,
  { seed: file, demo = false }: ServerOptions,
): Promise<{ userId?: string; newLogins: readonly SeededUser[] }> {
  if (demo) {
    const { createDemoSeed } = await import('./demo/create-demo-seed.ts');
    return backend.seedOnce(() => createDemoSeed(Date.now()));
  }
  if (file === undefined) return { newLogins: [] };
  try {
    return await backend.seedOnce(() => readSeedFile(file));
  } catch (error) {
    if (error instanceof ServeError || !(error instanceof Error)) throw error;
    if (error instanceof StoreUnavailableError) throw new ServeError(error.message);
    throw new ServeError(
      `${error.message} Correct ${maskSecrets(file)}, or start with another --data.`,
    );
  }
}

async function listen(
  { app }: Backend,
  options: ServerOptions & { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const { host, port, limits, isBehindProxy, onAccess, accessFormat, report } = options;
  try {
    return await startHttpServer({
      app: withPage(app, readPageFiles(), Date.now),
      host,
      port,
      ...(limits && { limits }),
      ...(isBehindProxy && { isBehindProxy }),
      ...(report && { report }),
      ...(onAccess && {
        onAnswer({ method = '', url = '' }, response, ms) {
          const status = response.writableFinished ? response.statusCode : undefined;
          onAccess(toAccessLine({ method, target: url, status, ms }, accessFormat));
        },
      }),
    });
  } catch (error) {
    const reason = listenReasons[getErrorCode(error)] ?? `${error}`;
    throw new ServeError(
      `Failed to listen on ${host}:${port}: ${reason}. Choose another with --host and --port.`,
    );
  }
}

const listenReasons: Readonly<Record<string, string>> = {
  EACCES: 'the port needs more rights',
  EADDRINUSE: 'the port is taken',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
};

/** `0.0.0.0` and `::` mean every address of this machine; a client needs one of them. */
function toReachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
