/** Someone who signed up. The password is not part of the record. */
export interface UserRecord {
  readonly _id: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: string;
}

/** A prompt as the API stores and sends it. */
export interface PromptRecord {
  readonly _id: string;
  /** The id of the user that the prompt belongs to. */
  readonly ownerId: string;
  readonly title: string;
  readonly content: string;
  readonly model: string;
  /** `null` only where a test seeded it: some servers send it in place of nothing. */
  readonly tags?: readonly string[] | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A log as the API stores and sends it. */
export interface LogRecord {
  readonly _id: string;
  readonly promptId: string;
  readonly output: string;
  readonly modelUsed: string;
  /** `null` only where a test seeded it: some servers send it in place of nothing. */
  readonly notes?: string | null;
  /** `null` only where a test seeded it: some servers send it in place of nothing. */
  readonly score?: number | null;
  readonly createdAt: string;
}

/** The kinds of record that get an id. */
export type RecordKind = 'user' | 'prompt' | 'log';
