import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { ServeError } from '../serve-error.ts';
import { type ConnectionSettings, readConnectionUrl } from './connection-url.ts';
import { readPassFile } from './pass-file.ts';
import { resolveTls, type TlsWays } from './tls-mode.ts';

/** A database, and all that it takes to connect to it. */
export interface ConnectionTarget {
  /** What every connection is made with, but for its encryption. */
  readonly config: ClientConfig;
  readonly tls: TlsWays;
  /** In milliseconds, how long a connection may take to be made. */
  readonly connectMs: number;
}

/** In milliseconds: where the URL does not say how long, and the most that it can say. */
const usualConnectMs = 3_000;
const mostConnectMs = 10_000;

/**
 * What a URL and the environment say of a database, with what libpq takes for granted.
 *
 * @throws {@link ServeError} when it is not clear which database it is.
 */
export function resolveTarget(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): ConnectionTarget {
  const settings = readConnectionUrl(url, environment);
  const port = toPort(settings.port);
  const host = settings.hostaddr ?? settings.host ?? findSocketFolder(port);
  const user = settings.user ?? userInfo().username;
  const database = settings.dbname ?? user;
  const key = { host: settings.host ?? host, port, database, user };
  const { password } = settings;
  return {
    config: {
      host,
      port,
      user,
      database,
      // Asked for with every connection: whoever changes a password changes the file, too.
      password: () => password ?? readPassFile(settings.passfile, key) ?? '',
      application_name: settings.application_name ?? 'promptcrafter-client',
      enableChannelBinding: settings.channel_binding !== 'disable',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      ...(settings.options !== undefined && { options: settings.options }),
      ...(settings.sslnegotiation === 'direct' && { sslnegotiation: 'direct' }),
    },
    tls: resolveTls({ ...settings, host }),
    connectMs: toConnectMs(settings),
  };
}

function toPort(text = '5432'): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new ServeError('its port is no number from 1 to 65535');
}

function toConnectMs({ connect_timeout: text }: ConnectionSettings): number {
  const seconds = Number(text ?? 0);
  // As in libpq, 0 is no wish; but nobody waits for ever here.
  return seconds > 0 ? Math.min(seconds * 1_000, mostConnectMs) : usualConnectMs;
}

/** Without a host, libpq takes the socket of this machine. */
function findSocketFolder(port: number): string {
  const folders = ['/var/run/postgresql', '/tmp'];
  const isThere = (folder: string) => existsSync(join(folder, `.s.PGSQL.${port}`));
  return folders.find(isThere) ?? 'localhost';
}
