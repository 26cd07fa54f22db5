import { type Command, Option } from 'commander';
import { isBlockedPort } from '../../api/blocked-ports.ts';
import type { AccessFormat } from '../../serve/http/access-line.ts';
import { getErrorCode, ServeError } from '../../serve/serve-error.ts';
import { refuseArguments } from '../cli-error.ts';
import { toExamples } from '../to-examples.ts';

/** What `serve` can be told. */
export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Where the data is kept. */
  readonly data?: string;
  readonly seed?: string;
  /** Whether there are made-up records to look at. */
  readonly demo?: true;
  readonly behindProxy?: true;
  /** The form of the line for each request. */
  readonly log: AccessFormat;
  readonly quiet?: true;
}

/** Adds what `serve` takes and does. */
export function defineServe(command: Command): void {
  command
    .description(
      'Serves a PromptCrafter API, with a page for browsers at /, for yourself or for a team.',
    )
    .option('-p, --port <port>', 'where to listen; 0 takes a free one', readPort, 8787)
    .option('--host <host>', 'who gets in; by default this machine only', '127.0.0.1')
    .option(
      '--data <place>',
      'keeps users, prompts and logs in this file, or in the PostgreSQL database of a URL; without it they are gone when the program ends',
    )
    .option(
      '--seed <file>',
      'a JSON file of { "users": [], "prompts": [], "logs": [] } to start with; prints a token of the first user, and the passwords that it makes up for users without one',
    )
    .option(
      '--demo',
      'starts with made-up prompts, logs and scores to look at, in memory, and prints a login and a token',
    )
    .option(
      '--behind-proxy',
      'believes the X-Forwarded-For of a proxy in front, which tells the clients apart',
    )
    .addOption(
      new Option('--log <form>', 'the form of the line for each request')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('-q, --quiet', 'prints no line for each request')
    .addHelpText('after', toExamples(['promptcrafter-client serve --data promptcrafter.db']))
    .action(runServe);
}

async function runServe({ behindProxy, demo, log, ...options }: ServeOptions): Promise<void> {
  if (demo && (options.data !== undefined || options.seed !== undefined)) {
    refuseArguments(
      '--demo has records of its own, in memory, and goes with neither --data nor --seed',
    );
  }
  ignoreExperimentalWarnings();
  try {
    const { runServer } = await import('../run-server.ts');
    await runServer({
      ...options,
      accessFormat: log,
      demo: demo === true,
      isBehindProxy: behindProxy === true,
    });
  } catch (error) {
    throw toServeError(error);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) refuseArguments('a port is a number from 0 to 65535');
  if (isBlockedPort(port)) refuseArguments(`no browser and no fetch asks the port ${port}`);
  return port;
}

/** Node 22 warns that its SQLite is experimental, which users can do nothing about. */
function ignoreExperimentalWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') process.stderr.write(`${name}: ${message}\n`);
  });
}

function toServeError(error: unknown): ServeError {
  if (error instanceof ServeError) return error;
  if (getErrorCode(error) === 'ERR_UNKNOWN_BUILTIN_MODULE') {
    return new ServeError(
      `Failed to serve: Node ${process.versions.node} has no SQLite. Use Node 22.13 or later.`,
    );
  }
  return new ServeError(
    `Failed to serve: ${error instanceof Error ? error.message : String(error)}.`,
  );
}
