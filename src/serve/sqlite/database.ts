import { DatabaseSync } from 'node:sqlite';
import { toEmailKey } from '../../api/email-key.ts';
import { maskSecrets } from '../mask-secrets.ts';
import { getErrorCode, ServeError } from '../serve-error.ts';
import { protectFile, resolveDataFile } from './data-file.ts';
import { lockFile } from './lock-file.ts';
import { applicationId, schema, schemaVersion, upgradeFrom1 } from './schema.ts';

/** A database that lives as long as its process. */
export const inMemory = ':memory:';

/** A database that no other process serves. */
export interface OpenDatabase {
  readonly database: DatabaseSync;
  /** Where it is; `undefined` in memory. */
  readonly file: string | undefined;
  close(): void;
}

/**
 * Opens the data file that was named, or makes one; without a name, a database in memory.
 *
 * @throws {@link ServeError} when the file cannot be used.
 */
export function openDatabase(name?: string): OpenDatabase {
  if (name === undefined) {
    const database = new DatabaseSync(inMemory);
    prepare(database);
    return { database, file: undefined, close: () => database.close() };
  }
  try {
    return openFile(resolveDataFile(name));
  } catch (error) {
    throw toServeError(error, name);
  }
}

function openFile(file: string): OpenDatabase {
  // It holds password hashes and the secret of the tokens.
  protectFile(file);
  const unlock = lockFile(`${file}-lock`);
  try {
    const database = new DatabaseSync(file);
    try {
      prepare(database);
    } catch (error) {
      database.close();
      throw error;
    }
    return {
      database,
      file,
      close() {
        database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function prepare(database: DatabaseSync): void {
  database.exec('PRAGMA busy_timeout = 1000;');
  const version = readVersion(database);
  // FULL: what was acknowledged is on the disk, whatever happens to the process or the machine.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec('BEGIN IMMEDIATE;');
  if (version === undefined) {
    database.exec(`${schema} PRAGMA application_id = ${applicationId};`);
  }
  if (version === 1) {
    database.exec(upgradeFrom1);
    renewEmailKeys(database);
  }
  if (version !== schemaVersion) database.exec(`PRAGMA user_version = ${schemaVersion};`);
  database.exec('COMMIT;');
  // From now on a wait for a lock blocks every request.
  database.exec('PRAGMA busy_timeout = 200;');
}

/** The version of the tables, `undefined` without any. It is read before a foreign file is changed. */
function readVersion(database: DatabaseSync): number | undefined {
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
  if (tables === 0) return undefined;
  const { application_id } = database.prepare('PRAGMA application_id').get() ?? {};
  if (application_id !== applicationId) throw new ServeError('it belongs to another program');
  const { user_version } = database.prepare('PRAGMA user_version').get() ?? {};
  if (user_version !== 1 && user_version !== schemaVersion) {
    throw new ServeError('another version of promptcrafter-client wrote it');
  }
  return Number(user_version);
}

/** Where two emails have become the same, the older account keeps it. */
function renewEmailKeys(database: DatabaseSync): void {
  const update = database.prepare('UPDATE OR IGNORE users SET email = ? WHERE seq = ?');
  for (const { seq, record } of database.prepare('SELECT seq, record FROM users').all()) {
    const { email } = JSON.parse(String(record)) as { email: string };
    update.run(toEmailKey(email), Number(seq));
  }
}

function toServeError(error: unknown, name: string): ServeError {
  const message = `Failed to open ${maskSecrets(name)}: ${toReason(error)}. Choose a file with --data.`;
  return new ServeError(message, { cause: error });
}

function toReason(error: unknown): string {
  if (error instanceof ServeError) return error.message;
  return (
    sqliteReasons[getSqliteCode(error)] ??
    systemReasons[getErrorCode(error)] ??
    (error instanceof Error ? error.message : String(error))
  );
}

/** What SQLite says went wrong; 0 when it was not SQLite. */
export function getSqliteCode(error: unknown): number {
  // The low byte is the code; the rest says more than anyone needs.
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 255 : 0;
}

const damaged = 'it is damaged, or no database at all';
const sqliteReasons: Readonly<Record<number, string>> = {
  5: 'another process has it open',
  8: 'it cannot be written to',
  11: damaged,
  13: 'the disk is full',
  14: 'it cannot be read and written',
  26: damaged,
};
const systemReasons: Readonly<Record<string, string>> = {
  EACCES: 'it cannot be read and written',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  ENAMETOOLONG: 'its name is too long',
  EPERM: 'it belongs to another user',
  EROFS: 'it cannot be written to',
  ERR_INVALID_ARG_VALUE: 'its name holds a character that no name may hold',
};
