import type { CreateLogInput } from '../../../src/index.ts';

/** What a program that is going to be killed is to do. */
export interface KillTask {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  /** The first log that it is to log, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly prompts: readonly string[];
  /** Milliseconds after every five logs. */
  readonly pause: number;
  readonly attemptTimeout: number;
}

/** The log of a number: a quarter of them are identical. */
export function toKillInput(index: number, prompts: readonly string[]): CreateLogInput {
  return {
    promptId: prompts[index % prompts.length] ?? '',
    output: index % 4 === 0 ? 'Yes' : `Answer ${index}`,
    modelUsed: 'gpt-4o',
    ...(index % 4 !== 0 && { meta: { ms: index } }),
  };
}
