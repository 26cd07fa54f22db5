import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { ServeError } from '../serve-error.ts';
import type { ConnectionSettings } from './connection-url.ts';

/** How a connection is encrypted; `false` for not at all. The second way is for where the first fails. */
export type TlsWays = readonly [first: TlsOptions | false, second?: TlsOptions | false];

/**
 * What `sslmode` asks for, as libpq understands it.
 *
 * @throws {@link ServeError} when it asks for something that is not there.
 */
export function resolveTls(settings: ConnectionSettings, home = homedir()): TlsWays {
  const { sslmode = 'prefer', host = '' } = settings;
  // A socket of this machine is not encrypted.
  if (host.startsWith('/') && sslmode !== 'disable') {
    if (sslmode === 'prefer' || sslmode === 'allow') return [false];
  }
  switch (sslmode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, toTls(settings, home, false)];
    case 'prefer':
      return [toTls(settings, home, false), false];
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return [toTls(settings, home, true)];
    default:
      throw new ServeError(
        `its sslmode is none of disable, allow, prefer, require, verify-ca and verify-full`,
      );
  }
}

function toTls(settings: ConnectionSettings, home: string, isRequired: boolean): TlsOptions {
  const { sslmode, sslcert, sslkey } = settings;
  const folder = join(home, '.postgresql');
  const cert = readOptional(sslcert, join(folder, 'postgresql.crt'));
  const key = readOptional(sslkey, join(folder, 'postgresql.key'));
  return {
    ...(cert !== undefined && { cert }),
    ...(cert !== undefined && key !== undefined && { key }),
    ...toTrust(settings, folder, isRequired),
    // verify-ca checks who has signed the certificate, not whose it is.
    ...(sslmode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
}

function toTrust(
  { sslmode = 'prefer', sslrootcert }: ConnectionSettings,
  folder: string,
  isRequired: boolean,
): TlsOptions {
  const isVerified = sslmode === 'verify-ca' || sslmode === 'verify-full';
  if (sslrootcert === 'system') {
    if (sslmode !== 'verify-full')
      throw new ServeError('sslrootcert=system needs sslmode=verify-full');
    return { rejectUnauthorized: true };
  }
  const file = sslrootcert ?? join(folder, 'root.crt');
  // With certificates to check against, `require` checks as `verify-ca` does.
  if (isRequired && existsSync(file)) return { ca: readFile(file), rejectUnauthorized: true };
  if (isVerified || (isRequired && sslrootcert !== undefined)) {
    throw new ServeError(
      `there are no certificates of authorities at ${file}: name theirs with sslrootcert, or those of the system with sslrootcert=system`,
    );
  }
  return { rejectUnauthorized: false };
}

function readOptional(given: string | undefined, usual: string): Buffer | undefined {
  if (given !== undefined) return readFile(given);
  return existsSync(usual) ? readFile(usual) : undefined;
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new ServeError(`${file} cannot be read`);
  }
}
