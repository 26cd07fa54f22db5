import { StoreUnavailableError } from '../../api/store.ts';
import { createFileWatch } from './data-file.ts';
import { getSqliteCode, type OpenDatabase } from './database.ts';

/** Tells failures of the database from bugs of this program. */
export interface Availability {
  /** @throws {@link StoreUnavailableError} when the database cannot do what it is asked. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Reports each spell of trouble once, when it begins. */
export function createAvailability(
  { file }: OpenDatabase,
  report: (error: unknown) => void,
): Availability {
  const areInPlace = file === undefined ? () => true : createFileWatch([file, `${file}-wal`]);
  areInPlace();
  let reported: string | undefined;

  function fail(reason: string): never {
    const error = new StoreUnavailableError(`Failed to use ${file ?? 'the data'}: ${reason}`);
    if (reported !== reason) report(error);
    reported = reason;
    throw error;
  }

  return {
    async run(work) {
      if (!areInPlace()) fail('it is not where it was. Put it back, or start again.');
      try {
        const result = await work();
        // A change that was written to a deleted file is lost.
        if (!areInPlace()) fail('it is not where it was. Put it back, or start again.');
        reported = undefined;
        return result;
      } catch (error) {
        const reason = reasons[getSqliteCode(error)];
        if (reason === undefined) throw error;
        return fail(reason);
      }
    },
  };
}

const damaged = 'it is damaged. Stop the server and put a backup in its place.';
const reasons: Readonly<Record<number, string>> = {
  5: 'another process keeps it locked.',
  8: 'it cannot be written to.',
  10: 'the disk cannot be read or written.',
  11: damaged,
  13: 'the disk is full.',
  14: 'it cannot be opened.',
  26: damaged,
};
