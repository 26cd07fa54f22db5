import { parseArgs } from 'node:util';
import { isBlockedPort } from '../api/blocked-ports.ts';
import type { AccessFormat } from '../serve/http/access-line.ts';
import { maskSecrets } from '../serve/mask-secrets.ts';
import { ServeError } from '../serve/serve-error.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Where the data is kept. */
  readonly data: string | undefined;
  readonly seed: string | undefined;
  readonly isBehindProxy: boolean;
  readonly quiet: boolean;
  readonly accessFormat: AccessFormat;
}

/** What the program is asked to do. */
export type Command =
  | { readonly name: 'help' | 'version' }
  | { readonly name: 'serve'; readonly options: ServeOptions };

/** @throws {@link ServeError} when the arguments make no sense. */
export function parseArguments(args: readonly string[]): Command {
  const { values, positionals } = readArguments(args);
  const [command, extra] = positionals;
  if (values.version) return { name: 'version' };
  if (values.help || command === undefined) return { name: 'help' };
  if (command !== 'serve') refuse(`there is no command '${command}'`);
  if (extra !== undefined) refuse(`'${extra}' is one argument too many`);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) refuse('a port is a number from 0 to 65535');
  if (isBlockedPort(port)) refuse(`no browser and no fetch asks the port ${port}`);
  const { host, data, seed, quiet, 'behind-proxy': isBehindProxy, log: accessFormat } = values;
  if (accessFormat !== 'text' && accessFormat !== 'json') refuse('--log is text or json');
  const options = { host, port, data, seed, isBehindProxy, quiet, accessFormat } as const;
  return { name: 'serve', options };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string', short: 'p', default: '8787' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string' },
        seed: { type: 'string' },
        'behind-proxy': { type: 'boolean', default: false },
        log: { type: 'string', default: 'text' },
        quiet: { type: 'boolean', short: 'q', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', short: 'v', default: false },
      },
    });
  } catch (error) {
    // The first sentence says what is wrong; those after it explain the rules of arguments.
    const [reason = ''] = String(error instanceof Error ? error.message : error).split(/\.\s/);
    refuse(reason.charAt(0).toLowerCase() + reason.slice(1).replace(/\.$/, ''));
  }
}

function refuse(reason: string): never {
  throw new ServeError(
    `Failed to read the arguments: ${maskSecrets(reason)}. See promptcrafter-client --help for what there is.`,
  );
}
