import { type ErrorIssue, PromptCrafterValidationError } from '../../core/errors.ts';
import { toSortedJson } from '../../core/json.ts';
import type { Log } from '../../core/schemas/log.ts';
import type { EvalsClient } from '../scores/evals-client.ts';
import { readMeta } from '../scores/read-meta.ts';
import { findLogged, toRowKey } from './find-logged.ts';
import type { PlannedRow } from './plan-rows.ts';
import { toJsonVariables } from './to-log-input.ts';

/** The key of a planned row among logs. */
export const toPlannedKey = ({ prompt, case: { id }, trial }: PlannedRow) =>
  toRowKey(prompt._id, id, trial);

/**
 * Reads what a run has logged before.
 *
 * @throws `PromptCrafterValidationError` when a case has other variables than the one that was
 * logged under its id: its old answer would pass for one to the new question.
 */
export async function readLogged(
  client: Pick<EvalsClient, 'iterateLogs'>,
  rows: readonly PlannedRow[],
  run: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, Log>> {
  const versions = new Map(rows.map(({ prompt, version }) => [prompt._id, version]));
  const ofPrompts = await Promise.all(
    Array.from(versions, ([id, version]) => findLogged(client, id, run, version, { signal })),
  );
  const logged = new Map(ofPrompts.flatMap((ofPrompt) => [...ofPrompt]));
  refuseChanged(rows, logged, run);
  return logged;
}

function refuseChanged(
  rows: readonly PlannedRow[],
  logged: ReadonlyMap<string, Log>,
  run: string,
): void {
  const changed = new Set<string>();
  for (const row of rows) {
    const log = logged.get(toPlannedKey(row));
    const before = log && (readMeta(log).variables ?? {});
    const now = toJsonVariables(row.variables);
    if (before && toSortedJson(before) !== toSortedJson(now)) changed.add(row.case.id);
  }
  if (changed.size === 0) return;
  const issues = Array.from(changed, (id): ErrorIssue => {
    return { path: 'cases', message: `${id} has other variables than in the run ${run}` };
  });
  throw new PromptCrafterValidationError(
    `Failed to go on with run: ${issues.map(({ message }) => message).join('; ')}. Give the run another name.`,
    { issues },
  );
}
