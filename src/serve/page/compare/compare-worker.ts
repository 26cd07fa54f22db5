/** Compares two sides in a thread of its own, so that the page does not stand still meanwhile. */
import { type Comparison, compareScores, readScores, summarize } from '../../../evals/index.ts';
import { readMeta } from '../../../evals/scores/read-meta.ts';
import { type Log, PromptCrafterClient } from '../../../index.ts';
import { toErrorFacts } from '../describe-error.ts';
import type {
  CompareAnswer,
  ComparedCase,
  CompareRequest,
  CompareResult,
} from './compare-messages.ts';
import type { Side } from './side.ts';

/** Cases that are sent; nobody reads more. */
const mostCases = 30;
/** Characters of an output that are sent. */
const mostOutput = 2_000;
/** Milliseconds that a list of a hundred thousand logs may take. */
const timeout = 10 * 60_000;

addEventListener('message', ({ data }: MessageEvent<CompareRequest>) => {
  compare(data).then(
    (result) => say({ kind: 'result', result }),
    (error: unknown) => say({ kind: 'error', error: toErrorFacts(error) }),
  );
});

const say = (answer: CompareAnswer) => postMessage(answer);

async function compare({ baseUrl, token, a, b }: CompareRequest): Promise<CompareResult> {
  const client = new PromptCrafterClient({ baseUrl, token, allowInsecureHttp: true });
  const read = ({ promptId, run }: Side) => readScores(client, promptId, { run }, { timeout });
  say({ kind: 'progress', text: 'Reading the logs of A…' });
  const ofA = await read(a);
  say({ kind: 'progress', text: 'Reading the logs of B…' });
  const ofB = await read(b);
  say({ kind: 'progress', text: 'Comparing…' });
  const { pairs, unpaired, ...comparison } = await compareScores(ofA, ofB);
  const [summaryA] = await summarize(ofA);
  const [summaryB] = await summarize(ofB);
  if (!summaryA || !summaryB) throw new Error('Every list of logs has a summary.');
  return {
    comparison,
    summaries: [summaryA, summaryB],
    cases: toCases(pairs, ofA, ofB),
    pairs: pairs.length,
    unpaired: unpaired.length,
  };
}

/** The cases of both ends: in which b lost most, and in which it won most. */
function toCases(
  pairs: Comparison['pairs'],
  ofA: readonly Log[],
  ofB: readonly Log[],
): ComparedCase[] {
  const half = mostCases / 2;
  const picked =
    pairs.length <= mostCases ? pairs : [...pairs.slice(0, half), ...pairs.slice(-half)];
  const wanted = new Set(picked.map((pair) => pair.case));
  const outputsOfA = findOutputs(ofA, wanted);
  const outputsOfB = findOutputs(ofB, wanted);
  return picked.map((pair) => ({
    ...pair,
    outputs: [outputsOfA.get(pair.case) ?? '', outputsOfB.get(pair.case) ?? ''],
  }));
}

function findOutputs(logs: readonly Log[], wanted: ReadonlySet<string>): Map<string, string> {
  const outputs = new Map<string, string>();
  for (const log of logs) {
    const { case: id } = readMeta(log);
    if (typeof id === 'string' && wanted.has(id)) outputs.set(id, log.output.slice(0, mostOutput));
  }
  return outputs;
}
