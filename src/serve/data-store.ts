import { type NewRecords, type Refusal, type Store, StoreUnavailableError } from '../api/store.ts';

/** A fact about the data itself, such as the secret of its tokens. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** `data` is that of a file; a database is reached over `connections`. */
export type CheckName = 'data' | 'database' | 'connections';

/** What a check has found wrong. */
export interface FailedCheck {
  readonly check: CheckName;
  readonly error: unknown;
}

/** What a check of the data fails with. */
export class FailedCheckError extends StoreUnavailableError {
  constructor(
    readonly check: CheckName,
    message: string,
  ) {
    super(message);
  }
}

/** A database of the server: the records of the API, and what the server notes about them. */
export interface DataStore extends Store {
  readSetting(name: string): Promise<string | undefined>;
  /** Stores a setting unless there is one of this name, and returns the value that is there then. */
  keepSetting(setting: Setting): Promise<string>;
  /** The same as `addAll`, together with a setting; `'done'` when that one is there already. */
  addAllOnce(setting: Setting, records: NewRecords): Promise<Refusal | 'done' | undefined>;
  /** @throws {@link FailedCheckError} when what is stored cannot be read, or what is changed is lost. */
  check(): Promise<void>;
  /** Finishes the changes under way and closes the database. */
  close(): Promise<void>;
}
