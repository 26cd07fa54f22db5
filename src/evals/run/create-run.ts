import { PromptCrafterValidationError } from '../../core/errors.ts';
import type { Prompt } from '../../core/schemas/prompt.ts';
import { toCsv } from '../report/to-csv.ts';
import { toHtml } from '../report/to-html.ts';
import { toText } from '../report/to-text.ts';
import type { EvalsClient } from '../scores/evals-client.ts';
import { countRows, type RowFate } from './count-rows.ts';
import { createLabels } from './create-labels.ts';
import type { RunCounts } from './row.ts';
import type { Run, RunData, RunPrompt } from './run.ts';

/** What a run is made of. */
export interface RunParts {
  readonly client: Pick<EvalsClient, 'createLog'>;
  readonly name: string;
  readonly prompts: readonly RunPrompt[];
  readonly fates: readonly RowFate[];
  /** Rows that ended before the logs were read that this run is made of. */
  readonly lost?: Pick<RunCounts, 'failed' | 'skipped'>;
  /** Logs that wait in a queue. */
  readonly pending?: number;
  readonly stopped?: 'budget' | undefined;
}

export function createRun(parts: RunParts): Run {
  const { client, name, prompts, fates, stopped } = parts;
  const counts = addLost(countRows(fates, parts.pending), parts.lost);
  const data: RunData = {
    name,
    prompts,
    counts,
    ...(stopped && { stopped }),
    results: fates.map(({ row }) => row),
  };
  const run: Run = {
    ...data,
    of(prompt) {
      const id = toId(prompt);
      const chosen = prompts.filter((one) => one.id === id);
      if (chosen.length === 0) refuse(name, id);
      if (prompts.length === 1) return run;
      const ofPrompt = fates.filter(({ row }) => row.promptId === id);
      return createRun({ client, name, prompts: chosen, fates: ofPrompt, stopped });
    },
    label: (label, options) => createLabels(client, label, data, options),
    toText: (options) => toText(run, options),
    toJSON: () => data,
    toCSV: () => toCsv(run),
    toHTML: (options) => toHtml(run, options),
  };
  return run;
}

const toId = (prompt: Prompt | string) => (typeof prompt === 'string' ? prompt : prompt._id);

const addLost = (counts: RunCounts, lost: RunParts['lost']): RunCounts =>
  lost
    ? { ...counts, failed: counts.failed + lost.failed, skipped: counts.skipped + lost.skipped }
    : counts;

function refuse(run: string, id: string): never {
  const message = `is no prompt of the run ${run}: ${id}`;
  throw new PromptCrafterValidationError(
    `Failed to choose prompt: it ${message}. Choose one that the run has.`,
    { issues: [{ path: 'prompt', message }] },
  );
}
