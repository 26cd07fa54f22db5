import { maskSecrets } from '../serve/mask-secrets.ts';
import { type Server, type ServerOptions, startServer } from '../serve/start-server.ts';
import { keepMemorySmall } from './keep-memory-small.ts';
import { createLineWriter } from './line-writer.ts';

/** How a server is run in a terminal. */
export interface RunServerOptions
  extends Pick<ServerOptions, 'port' | 'data' | 'seed' | 'demo' | 'accessFormat'> {
  readonly host: string;
  readonly isBehindProxy: boolean;
  /** Whether requests are not printed. */
  readonly quiet?: boolean;
}

/** In milliseconds, how long the program may take to end. */
const mostMsToEnd = 3_000;
/** How long somebody may take to read the last lines. */
const mostMsToRead = 200;

/**
 * Serves the API until the process is told to stop.
 *
 * @throws {@link ServeError} when it cannot start.
 */
export async function runServer({ quiet, ...options }: RunServerOptions): Promise<void> {
  keepMemorySmall();
  const print = createLineWriter(process.stdout);
  const printError = createLineWriter(process.stderr);
  const server = await startServer({
    ...options,
    report: (error) => printError(toLine(error)),
    ...(!quiet && { onAccess: print }),
  });
  // Before anybody reads that it is there, and tells it to end.
  const signal = waitForSignal();
  if (!isLoopback(options.host)) {
    printError(
      `Warning: other machines can reach ${options.host}, and passwords and tokens travel unencrypted.`,
    );
  }
  for (const line of toWelcome(options, server)) print(line);
  await signal;
  // What is stored is on the disk already. Unread lines of output would keep the process alive.
  setTimeout(() => process.exit(), mostMsToEnd).unref();
  await server.close();
  // Unread lines of output would keep the process alive.
  setTimeout(() => process.exit(), mostMsToRead).unref();
}

function toWelcome({ data }: Pick<RunServerOptions, 'data'>, server: Server): string[] {
  const { url, token, newLogins } = server;
  const isEmpty = data === undefined && newLogins.length === 0 && token === undefined;
  const place = data === undefined ? 'in memory' : `in ${maskSecrets(data)}`;
  return [
    `PromptCrafter API at ${url}, with its data ${place}.`,
    `The page for browsers is at ${url}/`,
    ...(isEmpty ? ['Nobody has signed up yet: do so on the page, or start with --demo.'] : []),
    ...newLogins.map(({ email, password }) => `Log in as ${email} with the password ${password}`),
    `export PROMPTCRAFTER_BASE_URL=${url}`,
    ...(token === undefined ? [] : [`export PROMPTCRAFTER_TOKEN=${token}`]),
  ];
}

/** A second signal ends the process at once. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve();
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.[\d.]+$/.test(host);
}

/** The message alone: it comes from this program or from SQLite, and neither repeats a value. */
function toLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('Failed to ') ? message : `Failed to answer a request: ${message}.`;
}
