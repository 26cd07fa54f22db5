import type { Outcome, PromptCrafterError } from '../core/errors.ts';
import type { CreateLogInput, Log } from '../core/schemas/log.ts';
import type { RequestOptions } from './options.ts';

/**
 * What {@link PromptCrafterClient.createLogs} takes for one log: the input, or a function that returns
 * it and is called when its turn comes. As many functions run at a time as logs may be under way:
 * a model can be asked in them.
 */
export type CreateLogsInput = CreateLogInput | (() => CreateLogInput | Promise<CreateLogInput>);

/** Where the inputs come from; one is asked for only when it can be sent. */
export type CreateLogsSource<I extends CreateLogsInput = CreateLogsInput> =
  | Iterable<I>
  | AsyncIterable<I>;

/** How far {@link PromptCrafterClient.createLogs} has come; each item is reported once. */
export interface CreateLogsProgress {
  /** The place of the item among the inputs, from 0 on. */
  readonly index: number;
  /** The log that was created, unless it failed. */
  readonly log?: Log;
  /** What it failed with. */
  readonly error?: PromptCrafterError;
  /** How many items have been created so far. */
  readonly created: number;
  /** How many have failed so far. */
  readonly failed: number;
}

/** What {@link PromptCrafterClient.createLogs} takes beside the inputs; times are for each item. */
export interface CreateLogsOptions extends RequestOptions {
  /**
   * How many logs are under way at a time, from 1 to 10 000.
   * @defaultValue `8`
   */
  concurrency?: number | undefined;
  /**
   * Whether to ask for no more inputs after a failure. Inputs that were taken by then are still sent.
   * @defaultValue `false`
   */
  stopOnError?: boolean | undefined;
  /** Is called for each item when it is done. If it throws or rejects, the run ends with that. */
  onProgress?: ((progress: CreateLogsProgress) => unknown) | undefined;
}

/** An item that was not created, for sure or perhaps; its input can be sent again. */
export interface CreateLogsFailure<I extends CreateLogsInput = CreateLogInput> {
  /** Its place among the inputs, from 0 on. */
  readonly index: number;
  /** What was to be logged, or the function that failed to return it. */
  readonly input: CreateLogInput | Extract<I, () => unknown>;
  /** What it failed with. */
  readonly error: PromptCrafterError;
  /** `'not-applied'`: it is surely not stored. `'unknown'`: look before you send it again. */
  readonly outcome: Outcome;
}

/** What {@link PromptCrafterClient.createLogs} delivers. */
export interface CreateLogsResult<I extends CreateLogsInput = CreateLogInput> {
  /** Whether all inputs came and all of them were created. */
  readonly ok: boolean;
  /** The id of each log in the order of the inputs, `undefined` for those that failed. */
  readonly ids: (string | undefined)[];
  /** What failed, in the order of the inputs. */
  readonly failures: CreateLogsFailure<I>[];
  /** What ended the run early: the inputs or `onProgress` failed, which is its `cause`. */
  readonly error?: PromptCrafterError;
}
