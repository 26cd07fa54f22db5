import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isErrorLike } from '../core/error-like.ts';
import type { EvaluateOptions } from '../evals/index.ts';
import type { PromptCrafterClient } from '../index.ts';
import { CliError } from './cli-error.ts';

/** What a module of an evaluation exports; the client may be left out. */
export type Evaluation = Omit<EvaluateOptions, 'client'> & Partial<Pick<EvaluateOptions, 'client'>>;

/** Imports the module of an evaluation. */
export async function loadEvaluation(
  file: string,
  client: PromptCrafterClient,
): Promise<Evaluation> {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new CliError(`Failed to load ${file}: there is no such file. Check its path.`);
  }
  let given: unknown;
  try {
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    given = module.default;
    if (typeof given === 'function') given = await given({ client });
  } catch (error) {
    const message = isErrorLike(error) ? error.message : String(error);
    throw new CliError(`Failed to load ${file}: ${message}. Correct the module.`);
  }
  const { prompts, cases, task } = Object(given) as Partial<Evaluation>;
  if (Array.isArray(prompts) && Array.isArray(cases) && typeof task === 'function') {
    return given as Evaluation;
  }
  throw new CliError(
    `Failed to load ${file}: its default export has no prompts, cases and task. Export the options of evaluate.`,
  );
}
