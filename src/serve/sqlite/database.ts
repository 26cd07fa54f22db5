import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { getErrorCode, ServeError } from '../serve-error.ts';
import { applicationId, schema, schemaVersion } from './schema.ts';

/** A database that lives as long as its process. */
export const inMemory = ':memory:';

/**
 * Opens a data file, or makes one, and keeps every other process out of it until it is closed.
 *
 * @throws {@link ServeError} when the file cannot be used.
 */
export function openDatabase(file: string): DatabaseSync {
  try {
    // It holds password hashes and the secret of the tokens: nobody else on this machine reads it.
    if (file !== inMemory) closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file);
    try {
      prepare(database);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw toServeError(error, file);
  }
}

function prepare(database: DatabaseSync): void {
  // A process that is about to end gets the time to let go of the file.
  database.exec('PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE;');
  const isNew = checkOrigin(database);
  // FULL: what was acknowledged is on the disk, whatever happens to the process or the machine.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec('BEGIN IMMEDIATE;');
  if (isNew) {
    database.exec(`${schema}
      PRAGMA application_id = ${applicationId};
      PRAGMA user_version = ${schemaVersion};`);
  }
  database.exec('COMMIT;');
}

/** Tells whether the database is empty, before anything in a file of someone else's is changed. */
function checkOrigin(database: DatabaseSync): boolean {
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
  if (tables === 0) return true;
  const { application_id } = database.prepare('PRAGMA application_id').get() ?? {};
  if (application_id !== applicationId) throw new ServeError('it belongs to another program');
  const { user_version } = database.prepare('PRAGMA user_version').get() ?? {};
  if (user_version !== schemaVersion) {
    throw new ServeError('another version of promptcrafter-client wrote it');
  }
  return false;
}

function toServeError(error: unknown, file: string): ServeError {
  const message = `Failed to open ${file}: ${toReason(error)}. Choose another file with --data.`;
  return new ServeError(message, { cause: error });
}

function toReason(error: unknown): string {
  if (error instanceof ServeError) return error.message;
  // The low byte is the code; the rest says more than anyone needs.
  const sqliteCode = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 255 : 0;
  return (
    sqliteReasons[sqliteCode] ??
    systemReasons[getErrorCode(error)] ??
    (error instanceof Error ? error.message : String(error))
  );
}

const damaged = 'it is damaged, or no database at all';
const sqliteReasons: Readonly<Record<number, string>> = {
  5: 'another process has it open',
  8: 'it cannot be written to',
  11: damaged,
  13: 'the disk is full',
  26: damaged,
};
const systemReasons: Readonly<Record<string, string>> = {
  EACCES: 'it cannot be read and written',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EROFS: 'it cannot be written to',
};
