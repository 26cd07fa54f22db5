import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How PostgreSQL is had on Debian. */
export const postgresSource = 'apt-get install postgresql';

/** The folder with the programs of a PostgreSQL server, the latest of several. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = [
    ...versions.toSorted((one, other) => Number(other) - Number(one)).map(toBinaries),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

const toBinaries = (version: string) => join('/usr/lib/postgresql', version, 'bin');
