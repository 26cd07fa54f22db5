import type { CreateLogInput, Log } from '../../core/schemas/log.ts';

/** Stores the answers of a run while it goes on. */
export interface LogWriter {
  /** Resolves with the stored log, or with what became of it else. Never rejects. */
  write(input: CreateLogInput): Promise<WrittenLog>;
  /** Ends once nothing is left that could still be stored; how many logs wait elsewhere. */
  finish(): Promise<number>;
}

/** What became of a log: stored, handed to a queue, or neither. */
export type WrittenLog =
  | { readonly kind: 'stored'; readonly log: Log }
  | { readonly kind: 'queued' }
  | { readonly kind: 'unlogged'; readonly error: unknown };
