import type { Log } from '../../core/schemas/log.ts';

/** What went wrong in a row. */
export interface RowError {
  /** Where: in the task, or in a scorer. */
  readonly step: 'task' | 'scorer';
  /** Name of the scorer. */
  readonly scorer?: string;
  readonly name: string;
  readonly message: string;
}

/** One case, asked of one prompt once. What is not known is absent. */
export interface RunRow {
  /** Id of the case. */
  readonly case: string;
  readonly promptId: string;
  /** From 1 on. */
  readonly trial: number;
  readonly output?: string;
  readonly modelUsed?: string;
  /** Milliseconds that the task took. */
  readonly ms?: number;
  /** What each scorer gave, from 0 to 10. */
  readonly scores: Readonly<Record<string, number>>;
  /** The one that counts, before it is rounded for the log. */
  readonly score?: number;
  /** Why a row failed. A row without an error and without an output was skipped. */
  readonly error?: RowError;
  /** The stored log; absent where it is not stored, or handed to a queue. */
  readonly log?: Log;
  /** Why the answer is not stored: what the API or the queue said. */
  readonly logError?: Pick<RowError, 'name' | 'message'>;
  /** Why the scorers gave what they gave, as far as they say. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** How the rows of a run ended. */
export interface RunCounts {
  /** Answered and scored. */
  readonly done: number;
  /** The task or a scorer failed. */
  readonly failed: number;
  /** Not asked, since the budget was spent. */
  readonly skipped: number;
  /** Of those that are done, how many were logged before. */
  readonly resumed: number;
  /** Answers that are not stored, or not yet. */
  readonly unlogged: number;
}
