import type { LogMeta } from '../../core/meta.ts';
import type { CreateLogInput } from '../../core/schemas/log.ts';
import type { Prompt } from '../../core/schemas/prompt.ts';
import type { EvalsClient } from '../scores/evals-client.ts';
import type { Scorer } from './scorer.ts';

/** One thing to ask each prompt. Fields of your own are kept, and handed on to task and scorers. */
export interface EvalCase {
  /** Names the case in logs and reports; the same id is the same case in every run. */
  readonly id: string;
  /** What the prompt's placeholders are filled in with; those that it does not have are left out. */
  readonly variables?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** What a good answer is, for the scorers. */
  readonly expected?: unknown;
  readonly [field: string]: unknown;
}

/** What a task is given. */
export interface TaskInput<Case extends EvalCase = EvalCase> {
  /** The prompt, filled in with the case's variables. */
  readonly text: string;
  readonly prompt: Prompt;
  readonly case: Case;
  /** From 1 on. */
  readonly trial: number;
  /** Aborted when the run is, or when the time is up. */
  readonly signal: AbortSignal;
}

/** What a task delivers. */
export interface TaskResult {
  /** What the model answered. An empty answer is a failure: there is nothing to log. */
  readonly output: string;
  /** @defaultValue the prompt's model */
  readonly modelUsed?: string | undefined;
  /** More for the log, such as `tokensIn` and `tokensOut`. */
  readonly meta?: LogMeta | undefined;
}

/** Asks a model. */
export type Task<Case extends EvalCase = EvalCase> = (
  input: TaskInput<Case>,
) => TaskResult | string | Promise<TaskResult | string>;

/** What takes logs instead of the client: a queue, with or without a spool. */
export interface EvalsQueue {
  /** Takes a log, or says that it does not. */
  log(input: CreateLogInput): boolean;
  /** Waits until what was taken is stored; a run calls it at its end, and before it goes on. */
  flush?(options: { readonly timeout: number }): Promise<{
    readonly failed: readonly unknown[];
    readonly dropped: number;
    readonly pending: number;
  }>;
}

/** What {@link evaluate} takes. */
export interface EvaluateOptions<Case extends EvalCase = EvalCase> {
  readonly client: EvalsClient;
  /** Prompts or their ids. */
  readonly prompts: readonly (Prompt | string)[];
  readonly cases: readonly Case[];
  readonly task: Task<Case>;
  /** By name. Without any, answers are logged without a score. */
  readonly scorers?: Readonly<Record<string, Scorer<Case>>> | undefined;
  /**
   * Which score the log gets: the name of a scorer, or `'mean'` of all.
   * @defaultValue `'mean'`
   */
  readonly score?: string | undefined;
  /**
   * Names the run. A run of the same name goes on where it ended.
   * @defaultValue a name of its own, from the time
   */
  readonly name?: string | undefined;
  /**
   * How often each case is asked.
   * @defaultValue `1`
   */
  readonly trials?: number | undefined;
  /**
   * How many rows are under way at a time.
   * @defaultValue `8`
   */
  readonly concurrency?: number | undefined;
  /**
   * Milliseconds for one call of the task, and again for the scorers of its answer.
   * @defaultValue `60_000`
   */
  readonly timeout?: number | undefined;
  /** The most calls of the task; what is left then is skipped. @defaultValue none */
  readonly budget?: { readonly calls: number } | undefined;
  /** Aborts the run, which then rejects with the signal's reason once what was answered is logged. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the logs instead of the client, which resuming still reads. */
  readonly queue?: EvalsQueue | undefined;
}
