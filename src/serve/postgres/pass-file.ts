import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What a line of the file is for. */
export interface PasswordKey {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * The password that `~/.pgpass`, or the file that was named, has for a database. As libpq does, a file
 * that others can read is left out.
 */
export function readPassFile(file: string | undefined, key: PasswordKey): string | undefined {
  const path = file ?? join(homedir(), '.pgpass');
  try {
    const { mode } = statSync(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) return undefined;
    return findPassword(readFileSync(path, 'utf8'), key);
  } catch {
    // There need not be one.
    return undefined;
  }
}

/** The lines are `host:port:database:user:password`, `*` for any; the first that fits holds. */
export function findPassword(text: string, key: PasswordKey): string | undefined {
  // The folder of a socket is written as localhost.
  const host = key.host.startsWith('/') ? 'localhost' : key.host;
  const wanted = [host, `${key.port}`, key.database, key.user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = splitFields(line);
    const isFor = wanted.every((value, index) => fields[index] === '*' || fields[index] === value);
    if (isFor && fields.length > wanted.length) return fields[wanted.length];
  }
  return undefined;
}

/** A colon within a field is written as `\:`, a backslash as `\\`. */
function splitFields(line: string): string[] {
  const fields = line.match(/(?:^|:)((?:\\.|[^:\\])*)/g) ?? [];
  return fields.map((field) => field.replace(/^:/, '').replace(/\\(.)/g, '$1'));
}
