import type { RequestOptions } from '../../client/options.ts';
import { PromptCrafterValidationError } from '../../core/errors.ts';
import type { Log } from '../../core/schemas/log.ts';
import type { EvalsClient } from '../scores/evals-client.ts';
import { countRows } from './count-rows.ts';
import type { RunRow } from './row.ts';
import type { RunData } from './run.ts';

/** Stores a label: for each prompt a log that names its run, and how many rows have left no log. */
export async function createLabels(
  client: Pick<EvalsClient, 'createLog'>,
  label: string,
  { name, prompts, counts, results }: RunData,
  options: RequestOptions | undefined,
): Promise<Log[]> {
  if (typeof label !== 'string' || label === '') refuse();
  return Promise.all(
    prompts.map(({ id, version }) => {
      const ofPrompt = results.filter(({ promptId }) => promptId === id);
      const fates = ofPrompt.map((row) => ({ row, isResumed: false, isUnlogged: false }));
      const { failed: ended, skipped } = prompts.length === 1 ? counts : countRows(fates);
      // Where a scorer failed there is a log, which says so itself.
      const failed = ended - ofPrompt.filter(isUnscored).length;
      return client.createLog(
        {
          promptId: id,
          output: `The run ${name} is labelled ${label}.`,
          modelUsed: 'none',
          meta: { label, run: name, prompt: version, failed, skipped },
        },
        options,
      );
    }),
  );
}

const isUnscored = ({ error, output, logError }: RunRow) =>
  error !== undefined && output !== undefined && logError === undefined;

function refuse(): never {
  const message = 'must be a string that is not empty';
  throw new PromptCrafterValidationError(`Failed to label run: the label ${message}. Correct it.`, {
    issues: [{ path: 'label', message }],
  });
}
