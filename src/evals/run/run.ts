import type { RequestOptions } from '../../client/options.ts';
import type { Log } from '../../core/schemas/log.ts';
import type { Prompt } from '../../core/schemas/prompt.ts';
import type { ReportOptions } from '../report/report-options.ts';
import type { RunCounts, RunRow } from './row.ts';

/** A prompt of a run, in the version that was asked. */
export interface RunPrompt {
  readonly id: string;
  /** Absent in a run that was read from its logs by id. */
  readonly title?: string;
  /** Version of the prompt's content. */
  readonly version: string;
}

/** What became of a run. */
export interface Run {
  readonly name: string;
  readonly prompts: readonly RunPrompt[];
  /** A row for each case, prompt and trial. */
  readonly results: readonly RunRow[];
  readonly counts: RunCounts;
  /** Why not everything was asked; absent if it was. */
  readonly stopped?: 'budget';
  /**
   * The part of the run that is about one prompt.
   *
   * @throws `PromptCrafterValidationError` when the run has no such prompt.
   */
  of(prompt: Prompt | string): Run;
  /**
   * Marks the run for {@link findRun}: stores a log of its own for each prompt, which
   * {@link readScores} leaves out. Of several runs with the same label the last one has it.
   */
  label(name: string, options?: RequestOptions): Promise<Log[]>;
  /** A table for a terminal, and what the comparisons say. */
  toText(options?: ReportOptions): string;
  /** Everything, as plain data; `JSON.stringify(run)` calls it. */
  toJSON(): RunData;
  /** A line for each row, with a header. Cells that a spreadsheet would take for formulas are disarmed. */
  toCSV(): string;
  /** One page with charts that needs nothing else: no scripts, no requests. */
  toHTML(options?: ReportOptions): string;
}

/** A run as plain data. */
export interface RunData {
  readonly name: string;
  readonly prompts: readonly RunPrompt[];
  readonly counts: RunCounts;
  readonly stopped?: 'budget';
  readonly results: readonly RunRow[];
}
