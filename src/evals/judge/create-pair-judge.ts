import { askUntilReadable, type JudgeOptions } from './ask-until-readable.ts';
import { findLastObject } from './find-last-object.ts';
import { toFencedText } from './to-fenced-text.ts';

/** Two answers to one question. */
export interface PairInput {
  /** What was asked. */
  readonly input?: string | undefined;
  readonly a: string;
  readonly b: string;
  readonly signal?: AbortSignal | undefined;
}

/** Which answer is better. */
export interface PairVerdict {
  readonly winner: 'a' | 'b' | 'tie';
  readonly reason?: string;
}

/** Says which of two answers is better. */
export interface PairJudge {
  (input: PairInput): Promise<PairVerdict>;
  /** What has been judged so far. */
  readonly stats: PairJudgeStats;
}

/** How far a judge can be trusted to look at answers, and not at their places. */
export interface PairJudgeStats {
  /** Pairs that were judged. */
  readonly judged: number;
  /** Of these, how often the verdict changed with the order. */
  readonly flips: number;
  /** Share of flips; 0 before anything was judged. */
  readonly flipRate: number;
}

/**
 * Makes a judge of pairs of a model. It is asked twice, with a first and with b first: models favour
 * places. Where the two verdicts disagree it is a tie, and counts as a flip.
 *
 * @example
 * ```ts
 * import { createPairJudge } from 'promptcrafter-client/evals';
 *
 * const judge = createPairJudge({
 *   rubric: 'The kinder answer is better.',
 *   ask: async () => '{"winner": "a", "reason": "It came first."}',
 * });
 * const { winner } = await judge({ input: 'Refund?', a: 'No.', b: 'I am afraid not.' });
 * console.log(winner, judge.stats.flipRate); // tie 1
 * ```
 */
export function createPairJudge({ ask, rubric, attempts }: JudgeOptions): PairJudge {
  const stats = { judged: 0, flips: 0 };
  const askFor = (first: string, second: string, { input, signal }: PairInput) =>
    askUntilReadable(ask, toQuestion(rubric, input, first, second), readVerdict, {
      attempts,
      signal,
    });
  const judge = async (pair: PairInput): Promise<PairVerdict> => {
    const [there, back] = await Promise.all([
      askFor(pair.a, pair.b, pair),
      askFor(pair.b, pair.a, pair),
    ]);
    const swapped = swap[back.winner];
    stats.judged += 1;
    if (there.winner === swapped) return there;
    stats.flips += 1;
    const reason = `It depends on the order. ${there.reason ?? ''} ${back.reason ?? ''}`.trim();
    return { winner: 'tie', reason };
  };
  return Object.defineProperty(judge, 'stats', {
    get: (): PairJudgeStats => ({
      ...stats,
      flipRate: stats.judged > 0 ? stats.flips / stats.judged : 0,
    }),
  }) as PairJudge;
}

const swap = { a: 'b', b: 'a', tie: 'tie' } as const;

function toQuestion(
  rubric: string,
  input: string | undefined,
  first: string,
  second: string,
): string {
  return [
    'Say which of two answers is better by this rubric:',
    rubric,
    toFencedText([
      ['question', input],
      ['answer A', first],
      ['answer B', second],
    ]),
    'Think first. Then end with one JSON object: {"winner": "a", "b" or "tie", "reason": "one sentence"}',
  ].join('\n\n');
}

function readVerdict(answer: unknown): PairVerdict | undefined {
  const found = typeof answer === 'string' ? findLastObject(answer, 'winner') : answer;
  const { winner, reason } = Object(found) as Readonly<Record<string, unknown>>;
  const name = typeof winner === 'string' ? winner.trim().toLowerCase() : undefined;
  if (name !== 'a' && name !== 'b' && name !== 'tie') return undefined;
  return { winner: name, ...(typeof reason === 'string' && { reason }) };
}
