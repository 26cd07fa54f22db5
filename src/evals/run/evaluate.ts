import { getAbortReason } from '../../core/abort-reason.ts';
import { toPromptVersion } from '../../core/prompt-version.ts';
import { createClientWriter } from './create-client-writer.ts';
import { createQueueWriter, flushQueue } from './create-queue-writer.ts';
import { createRun } from './create-run.ts';
import { createStop } from './create-stop.ts';
import type { EvalCase, EvaluateOptions } from './evaluate-options.ts';
import { resolveEvaluateOptions } from './evaluate-settings.ts';
import { planRows } from './plan-rows.ts';
import { readLogged } from './read-logged.ts';
import { resolvePrompts } from './resolve-prompts.ts';
import type { Run } from './run.ts';
import { runRows } from './run-rows.ts';

/**
 * Asks every prompt every case, several at a time, has the answers scored, and logs each of them. A
 * run of the same name goes on where it ended: what is logged for the same content of a prompt is not
 * asked again. What fails is counted and shown, and stops nothing.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used, a case is there twice, or
 * a variable is missing: nothing has been asked by then.
 * @example
 * ```ts
 * import { evaluate } from 'promptcrafter-client/evals';
 *
 * const run = await evaluate({
 *   client,
 *   prompts: ['prompt104'],
 *   cases: [{ id: 'steam', variables: { topic: 'steam engines' }, expected: 'piston' }],
 *   task: async ({ text }) => ({ output: `A piston, says ${text}`, modelUsed: 'gpt-4o' }),
 *   scorers: { mentions: ({ output, expected }) => (output.includes(expected) ? 10 : 0) },
 * });
 * console.log(run.toText());
 * ```
 */
export async function evaluate<Case extends EvalCase>(
  options: EvaluateOptions<Case>,
): Promise<Run> {
  const settings = resolveEvaluateOptions(options);
  const { client, queue, signal } = options;
  if (signal?.aborted) throw getAbortReason(signal);
  const prompts = await resolvePrompts(client, options.prompts, signal);
  const rows = planRows(prompts, options.cases, settings.trials);
  const isNamed = options.name !== undefined;
  // What a queue still holds of the run would be asked again.
  if (queue && isNamed) await flushQueue(queue);
  const logged = isNamed ? await readLogged(client, rows, settings.name, signal) : new Map();
  const writer = queue
    ? createQueueWriter(queue)
    : createClientWriter(client, settings.concurrency);
  const stop = createStop(signal);
  try {
    const result = await runRows(rows, { options, settings, logged, writer, stop });
    if (stop.isStopped) throw stop.reason;
    const { fates, pending, isBudgetSpent } = result;
    const stopped = isBudgetSpent ? ('budget' as const) : undefined;
    const ofRun = prompts.map(({ _id: id, title, content }) => {
      return { id, title, version: toPromptVersion(content) };
    });
    return createRun({ client, name: settings.name, prompts: ofRun, fates, pending, stopped });
  } finally {
    stop.close();
  }
}
