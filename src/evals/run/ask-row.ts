import type { Stop } from './create-stop.ts';
import type { EvalCase, Task, TaskResult } from './evaluate-options.ts';
import type { PlannedRow } from './plan-rows.ts';
import type { RowError } from './row.ts';
import type { Answer } from './to-log-input.ts';
import { toRowError } from './to-row-error.ts';
import { withDeadline } from './with-deadline.ts';

/** Has the task ask the model: an answer, or why there is none. */
export async function askRow<Case extends EvalCase>(
  task: Task<Case>,
  { text, prompt, case: one, trial }: PlannedRow<Case>,
  timeout: number,
  stop: Stop,
): Promise<Answer | RowError> {
  const startedAt = performance.now();
  try {
    const given = await withDeadline(
      (signal) => task({ text, prompt, case: one, trial, signal }),
      timeout,
      stop,
    );
    return { ...readResult(given, prompt.model), ms: performance.now() - startedAt };
  } catch (error) {
    return toRowError(error, 'task');
  }
}

/** @throws Error when it is no answer that can be logged. */
function readResult(given: unknown, model: string): Omit<Answer, 'ms'> {
  const {
    output,
    modelUsed = model,
    meta,
  } = (typeof given === 'string' ? { output: given } : Object(given)) as Partial<TaskResult>;
  if (typeof output !== 'string' || output === '') {
    const what = output === '' ? 'an empty text' : `an output that is ${typeof output}`;
    throw new Error(`Failed to read answer: the task gave ${what}. Give { output, modelUsed }.`);
  }
  if (typeof modelUsed !== 'string' || modelUsed === '') {
    throw new Error('Failed to read answer: modelUsed is no text. Give { output, modelUsed }.');
  }
  if (meta !== undefined && (typeof meta !== 'object' || meta === null || Array.isArray(meta))) {
    throw new Error('Failed to read answer: meta is no object. Give { output, modelUsed, meta }.');
  }
  return { output, modelUsed, meta };
}
