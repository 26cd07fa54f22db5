import { createTestApi, type Fault } from '../../src/testing/index.ts';

/** What a storm asks of a client. */
export interface StormClient {
  createLog(input: StormInput): Promise<{ _id: string }>;
}

export interface StormInput {
  promptId: string;
  output: string;
  modelUsed: string;
  score?: number;
}

export interface StormOptions {
  readonly seed: number;
  /** How many logs are created, and how many of them at a time. */
  readonly total: number;
  readonly concurrency: number;
  /** How far the server's clock is from ours, in ms. */
  readonly clockSkew?: number;
  createClient(baseUrl: string, token: string): StormClient;
}

/** What became of the logs. */
export interface StormFigures {
  readonly resolved: number;
  readonly rejected: readonly unknown[];
  /** Logs that are stored once, more often, and not at all. */
  readonly storedOnce: number;
  readonly storedAgain: number;
  readonly notStored: number;
  /** Records that two callers received, or that are not what their caller sent. */
  readonly confused: number;
  readonly requests: number;
}

/** The ways to fail that a network and a server know, each as likely as the others. */
const faults: Fault[] = [
  'reset',
  'reset-after-store',
  { status: 500 },
  { status: 500, afterStore: true },
  { status: 502, body: '<html>Bad Gateway</html>', headers: { 'content-type': 'text/html' } },
  { status: 504, body: '', afterStore: true },
  'cut-off',
  { drip: 3 },
  'hang',
  'hang-after-store',
  { status: 429 },
];

/** Milliseconds for an attempt: the hanging ones must end, and slow machines must not be hanging. */
export const stormAttemptTimeout = 2_500;

/** Creates logs over a real socket, a quarter of them identical, while three requests in ten fail. */
export async function runStorm(options: StormOptions): Promise<StormFigures> {
  const { seed, total, concurrency, clockSkew = 0 } = options;
  const api = createTestApi({ now: () => Date.now() + clockSkew });
  const { prompts } = api.seed({ prompts: [{ title: 'First' }, { title: 'Second' }] });
  api.failRandomly({ seed, rate: 0.3, faults });
  await using server = await api.listen();
  const client = options.createClient(server.url, await api.token());

  const received: { input: StormInput; _id: string }[] = [];
  const rejected: unknown[] = [];
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < total; index = next++) {
      const input: StormInput = {
        promptId: prompts[index % 2 === 0 ? 0 : 1]._id,
        output: index % 4 === 0 ? 'Yes' : `Answer ${index}`,
        modelUsed: 'gpt-4o',
        ...(index % 3 !== 0 && { score: 5 }),
        ...(index % 4 === 0 && { score: 10 }),
      };
      try {
        const { _id } = await client.createLog(input);
        received.push({ input, _id });
      } catch (error) {
        rejected.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));

  const sent = countBy(Array.from({ length: total }, (_, at) => (at % 4 === 0 ? 'Yes' : `${at}`)));
  const stored = countBy(api.logs.map(({ output }) => output.replace('Answer ', '')));
  const outputs = new Map(api.logs.map(({ _id, output }) => [_id, output]));
  let storedAgain = 0;
  let notStored = 0;
  for (const [content, count] of sent) {
    storedAgain += Math.max(0, (stored.get(content) ?? 0) - count);
    notStored += Math.max(0, count - (stored.get(content) ?? 0));
  }
  const right = received.filter(({ input, _id }) => outputs.get(_id) === input.output);
  return {
    resolved: received.length,
    rejected,
    storedOnce: total - notStored - storedAgain,
    storedAgain,
    notStored,
    confused: received.length - new Set(right.map(({ _id }) => _id)).size,
    requests: api.requests.length,
  };
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
