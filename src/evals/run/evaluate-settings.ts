import { type ErrorIssue, PromptCrafterValidationError } from '../../core/errors.ts';
import { longestTimer } from '../../core/longest-timer.ts';
import type { EvalCase, EvaluateOptions } from './evaluate-options.ts';

/** Options with the defaults filled in. */
export interface EvaluateSettings {
  readonly name: string;
  readonly trials: number;
  readonly concurrency: number;
  readonly timeout: number;
  readonly score: string;
  /** The most calls of the task. */
  readonly calls: number;
}

/** @throws `PromptCrafterValidationError` that lists everything that cannot be used. */
export function resolveEvaluateOptions<Case extends EvalCase>(
  options: EvaluateOptions<Case>,
): EvaluateSettings {
  const { trials = 1, concurrency = 8, timeout = 60_000, budget, score = 'mean' } = options;
  const { name = `run-${new Date().toISOString()}`, scorers = {}, prompts, cases } = options;
  const calls = budget?.calls ?? Number.POSITIVE_INFINITY;
  const issues: ErrorIssue[] = [];
  const check = (isRight: boolean, path: string, message: string) => {
    if (!isRight) issues.push({ path, message });
  };
  check(
    Array.isArray(prompts) && prompts.length > 0,
    'prompts',
    'must be an array of prompts or ids',
  );
  check(Array.isArray(cases), 'cases', 'must be an array');
  check(typeof Object(options.client).createLog === 'function', 'client', 'must be a client');
  check(typeof options.task === 'function', 'task', 'must be a function');
  check(typeof name === 'string' && name !== '', 'name', 'must be a string that is not empty');
  check(Number.isInteger(trials) && trials >= 1, 'trials', 'must be an integer from 1 on');
  check(
    Number.isInteger(concurrency) && concurrency >= 1,
    'concurrency',
    'must be an integer from 1 on',
  );
  check(timeout > 0 && timeout <= longestTimer, 'timeout', 'must be a number of milliseconds');
  check(calls >= 0, 'budget.calls', 'must be a number from 0 on');
  check(
    score === 'mean' || Object.hasOwn(scorers, score),
    'score',
    "must be 'mean' or a scorer's name",
  );
  for (const [scorer, value] of Object.entries(scorers)) {
    check(typeof value === 'function', `scorers.${scorer}`, 'must be a function');
  }
  if (Array.isArray(cases)) issues.push(...findCaseIssues(cases));
  if (Array.isArray(prompts)) issues.push(...findPromptIssues(prompts));
  refuseIssues(issues);
  return { name, trials, concurrency, timeout, score, calls };
}

function findCaseIssues(cases: readonly EvalCase[]): ErrorIssue[] {
  const known = new Set<string>();
  return cases.flatMap((one, index) => {
    const id: unknown = (Object(one) as Partial<EvalCase>).id;
    if (typeof id !== 'string' || id === '') {
      return [{ path: `cases[${index}].id`, message: 'must be a string that is not empty' }];
    }
    if (known.has(id)) return [{ path: `cases[${index}].id`, message: `is there twice: ${id}` }];
    known.add(id);
    return [];
  });
}

function findPromptIssues(prompts: EvaluateOptions['prompts']): ErrorIssue[] {
  const known = new Set<string>();
  return prompts.flatMap((prompt, index) => {
    const id: unknown = typeof prompt === 'string' ? prompt : Object(prompt)._id;
    const path = `prompts[${index}]`;
    if (typeof id !== 'string' || id === '')
      return [{ path, message: 'must be a prompt or an id' }];
    if (known.has(id)) return [{ path, message: `is there twice: ${id}` }];
    known.add(id);
    return typeof prompt === 'string' || typeof prompt.content === 'string'
      ? []
      : [{ path: `${path}.content`, message: 'must be a string' }];
  });
}

/** Throws if there is anything to complain of: nothing has been asked by then. */
export function refuseIssues(issues: readonly ErrorIssue[]): void {
  if (issues.length === 0) return;
  const listed = issues.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new PromptCrafterValidationError(
    `Failed to evaluate prompts: ${listed}. Nothing was asked.`,
    { issues },
  );
}
