import { once } from 'node:events';
import { type Backend, openBackend } from '../serve/backend.ts';
import { toAccessLine } from '../serve/http/access-line.ts';
import { type HttpServer, startHttpServer } from '../serve/http/http-server.ts';
import { readSeedFile } from '../serve/seed-file.ts';
import { getErrorCode, ServeError } from '../serve/serve-error.ts';
import type { ServeOptions } from './arguments.ts';

/**
 * Serves the API until the process is told to stop.
 *
 * @throws {@link ServeError} when it cannot start.
 */
export async function serve(options: ServeOptions): Promise<void> {
  // Whoever reads the lines may leave before this ends.
  process.stdout.on('error', () => {});
  const backend = await openBackend({ file: options.data, report: printFailure });
  try {
    const user = options.seed === undefined ? undefined : await plantSeed(backend, options.seed);
    const server = await listen(backend, options);
    printWelcome(options, server, user === undefined ? undefined : await backend.token(user));
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await server.close();
  } finally {
    await backend.close();
  }
}

async function plantSeed(backend: Backend, file: string): Promise<string> {
  try {
    return await backend.seedOnce(() => readSeedFile(file));
  } catch (error) {
    if (error instanceof ServeError || !(error instanceof Error)) throw error;
    throw new ServeError(`${error.message} Correct ${file}, or start with another --data.`);
  }
}

async function listen({ app }: Backend, options: ServeOptions): Promise<HttpServer> {
  const { host, port, quiet } = options;
  try {
    return await startHttpServer({
      app,
      host,
      port,
      report: printFailure,
      ...(!quiet && {
        onAnswer({ method = '', url = '' }, response, ms) {
          const status = response.writableFinished ? response.statusCode : undefined;
          print(toAccessLine(method, url, status, ms));
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

function printWelcome(options: ServeOptions, server: HttpServer, token: string | undefined): void {
  const { host, data } = options;
  const url = `http://${toReachableHost(host)}:${server.port}`;
  if (!isLoopback(host)) {
    process.stderr.write(
      `Warning: other machines can reach ${host}, and passwords and tokens travel unencrypted.\n`,
    );
  }
  print(`PromptCrafter API at ${url}, with its data ${data ? `in ${data}` : 'in memory'}.`);
  print(`export PROMPTCRAFTER_BASE_URL=${url}`);
  if (token) print(`export PROMPTCRAFTER_TOKEN=${token}`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.[\d.]+$/.test(host);
}

/** Every address of this machine is no address that a client can ask. */
function toReachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The message alone: it comes from this program or from SQLite, and neither repeats a value. */
function printFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Failed to answer a request: ${message}.\n`);
}
