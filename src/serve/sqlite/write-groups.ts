import type { DatabaseSync } from 'node:sqlite';

/** Carries out changes. */
export interface WriteGroups {
  /** The promise is kept once the change is on the disk. */
  write<T>(change: () => T): Promise<T>;
  /** Waits for the changes that are under way. */
  settle(): Promise<void>;
}

interface Group {
  readonly committed: Promise<void>;
  failure?: { readonly error: unknown };
}

/**
 * The changes of one turn of the event loop share a transaction, and with it the wait for the disk.
 * When one of them fails, which no request can bring about, none of them was made.
 */
export function createWriteGroups(database: DatabaseSync): WriteGroups {
  let open: Group | undefined;

  function begin(): Group {
    database.exec('BEGIN IMMEDIATE');
    const committed = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        open = undefined;
        try {
          if (group.failure) throw group.failure.error;
          database.exec('COMMIT');
          resolve();
        } catch (error) {
          rollBack(database);
          reject(error);
        }
      });
    });
    const group: Group = { committed };
    return group;
  }

  return {
    async write<T>(change: () => T): Promise<T> {
      open ??= begin();
      const group = open;
      let result: T | undefined;
      try {
        result = change();
      } catch (error) {
        group.failure ??= { error };
      }
      await group.committed;
      return result as T;
    },
    async settle() {
      await open?.committed.catch(() => {});
    },
  };
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // Some failures, such as a full disk, have ended the transaction already.
  }
}
