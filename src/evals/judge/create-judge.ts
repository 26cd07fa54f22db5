import { isOnScale } from '../scores/to-score.ts';
import { askUntilReadable, type JudgeOptions } from './ask-until-readable.ts';
import { findLastObject } from './find-last-object.ts';
import { toFencedText } from './to-fenced-text.ts';

/** A model as a scorer. */
export type Judge = (
  input: JudgeInput,
) => Promise<{ readonly score: number; readonly reason?: string }>;

/** What a judge looks at; a scorer is given all of it. */
export interface JudgeInput {
  /** What the model answered. */
  readonly output: string;
  /** What was asked. */
  readonly input?: string | undefined;
  /** What a good answer is. */
  readonly expected?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a scorer of a model. It is asked with the rubric, the question, the answer, and what was
 * expected if that is known; the last object `{ score, reason }` in what it says counts. Where there is
 * none with a score from 0 to 10 it is asked once more, then the scorer fails: never a 0.
 *
 * @example
 * ```ts
 * import { createJudge } from 'promptcrafter-client/evals';
 *
 * const judge = createJudge({
 *   rubric: '10: right and kind. 5: right, but cold. 0: wrong.',
 *   ask: async (text) => `Let me see. {"score": 8, "reason": "${text.length} characters, all right."}`,
 * });
 * console.log(await judge({ input: 'What is steam?', output: 'Water as a gas.' }));
 * ```
 */
export function createJudge(options: JudgeOptions): Judge {
  const { ask, rubric, attempts } = options;
  return async ({ output, expected, input, signal }) => {
    const text = toQuestion(rubric, { output, expected, input });
    return askUntilReadable(ask, text, readVerdict, { attempts, signal });
  };
}

function toQuestion(rubric: string, { output, expected, input }: JudgeInput): string {
  const wanted = expected === undefined ? undefined : toText(expected);
  return [
    'Score an answer by this rubric, from 0 (worst) to 10 (best):',
    rubric,
    toFencedText([
      ['question', input],
      ['expected answer', wanted],
      ['answer', output],
    ]),
    'Think first. Then end with one JSON object: {"score": a number from 0 to 10, "reason": "one sentence"}',
  ].join('\n\n');
}

const toText = (value: unknown) =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

function readVerdict(answer: unknown): { score: number; reason?: string } | undefined {
  const found = typeof answer === 'string' ? findLastObject(answer, 'score') : answer;
  const { score, reason } = Object(found) as Readonly<Record<string, unknown>>;
  const points = typeof score === 'string' && /^\d+(\.\d+)?$/.test(score) ? Number(score) : score;
  if (typeof points !== 'number' || !isOnScale(points)) return undefined;
  return { score: points, ...(typeof reason === 'string' && { reason }) };
}
