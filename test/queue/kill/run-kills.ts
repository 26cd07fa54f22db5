import { createTestApi, type Fault } from '../../../src/testing/index.ts';
import { createRandom } from '../../../src/testing/random.ts';
import { type KillTask, toKillInput } from './kill-task.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';

/** How often, and of what, programs are killed. */
export interface KillOptions {
  readonly seed: number;
  readonly folder: string;
  readonly kills: number;
  /** How many logs the programs that are killed log together. */
  readonly total: number;
  /** How long one of them lives at most once it has begun, in ms. */
  readonly longestLife: number;
  readonly faultRate: number;
  /** How many programs use the folder at the same time, and are not killed. */
  readonly companions?: number;
  /** How many programs at a time are killed, each as often; 1 if absent. */
  readonly victims?: number;
  readonly onKill?: (kill: number) => void;
}

/** What was accepted, and what is stored. */
export interface KillFigures {
  readonly kills: number;
  readonly accepted: number;
  /** Contents that are stored less often than they were accepted, or more often. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** What the programs said that nobody should have to say. */
  readonly complaints: readonly string[];
  readonly requests: number;
  readonly lists: number;
}

const faults: Fault[] = [
  'reset',
  'reset-after-store',
  { status: 500 },
  { status: 500, afterStore: true },
  { status: 502, body: '<html>Bad Gateway</html>', headers: { 'content-type': 'text/html' } },
  { status: 504, body: '', afterStore: true },
  'cut-off',
  'hang',
  'hang-after-store',
  { status: 429 },
];

/** Each line of programs that follow one another has so many numbers for its logs. */
const range = 1_000_000;

/** What programs said of their logs. */
class Testimony {
  readonly begun = new Set<number>();
  readonly accepted = new Set<number>();
  readonly complaints: string[] = [];

  hear({ lines, stderr }: ProgramEnd): void {
    if (stderr !== '') this.complaints.push(stderr);
    for (const line of lines) {
      if (line.startsWith('+')) this.begun.add(Number(line.slice(1)));
      else if (line.startsWith('=')) this.accepted.add(Number(line.slice(1)));
      else if (line.startsWith('#')) this.complaints.push(line);
    }
  }

  /** The first number of a range that no program has begun. */
  nextFrom(first: number): number {
    const begun = Array.from(this.begun).filter((n) => n >= first && n < first + range);
    return begun.reduce((next, number) => Math.max(next, number + 1), first);
  }
}

/** Runs programs that log, kills each at a random instant, and counts in the end. */
export async function runKills(options: KillOptions): Promise<KillFigures> {
  const { seed, folder, kills, total, longestLife, faultRate } = options;
  const { companions = 0, victims = 1 } = options;
  const random = createRandom(seed);
  const api = createTestApi();
  const { prompts } = api.seed({ prompts: [{ title: 'First' }, { title: 'Second' }] });
  if (faultRate > 0) api.failRandomly({ seed, rate: faultRate, faults });
  await using server = await api.listen();
  const promptIds = prompts.map(({ _id }) => _id);
  const testimony = new Testimony();
  const toTask = async (from: number, to: number): Promise<KillTask> => ({
    url: server.url,
    token: await api.token(),
    folder,
    from,
    to,
    prompts: promptIds,
    pause: Math.floor(random() * 30),
    attemptTimeout: 1_500,
  });
  const run = async (from: number, to: number, life = Number.POSITIVE_INFINITY) => {
    const end = await runProgram(await toTask(from, to), life);
    testimony.hear(end);
    return end;
  };
  let killed = 0;
  /** Kills a program, has another one go on, kills that, and lets the last one end. */
  const runVictims = async (first: number) => {
    const last = first + total;
    for (let left = kills; left > 0; ) {
      const from = testimony.nextFrom(first);
      // What is to be logged lasts until the last kill.
      const share = Math.ceil((last - from) / Math.max(1, left / 3));
      const { wasKilled } = await run(from, Math.min(last, from + share), random() * longestLife);
      if (!wasKilled) continue;
      left -= 1;
      killed += 1;
      options.onKill?.(killed);
    }
    await run(testimony.nextFrom(first), last);
  };
  await Promise.all([
    ...Array.from({ length: victims }, (_, victim) => runVictims(victim * range)),
    ...Array.from({ length: companions }, (_, companion) => {
      const first = (victims + companion) * range;
      return run(first, first + total);
    }),
  ]);
  return {
    kills: killed,
    accepted: testimony.accepted.size,
    ...compare(testimony, promptIds, api.logs),
    complaints: testimony.complaints,
    requests: api.requests.length,
    lists: api.requests.filter(({ method }) => method === 'GET').length,
  };
}

function compare(
  { begun, accepted }: Testimony,
  promptIds: readonly string[],
  logs: readonly { promptId: string; output: string }[],
) {
  const toContent = ({ promptId, output }: { promptId: string; output: string }) =>
    `${promptId} ${output}`;
  const toKey = (index: number) => toContent(toKillInput(index, promptIds));
  const surely = countBy(Array.from(accepted, toKey));
  const perhaps = countBy(Array.from(begun, toKey));
  const stored = countBy(logs.map(toContent));
  const lost = [...surely].filter(([key, count]) => (stored.get(key) ?? 0) < count);
  const doubled = [...stored].filter(([key, count]) => count > (perhaps.get(key) ?? 0));
  return {
    lost: lost.map(([key, count]) => `${key}: ${stored.get(key) ?? 0} of ${count}`),
    doubled: doubled.map(([key, count]) => `${key}: ${count} of ${perhaps.get(key) ?? 0}`),
  };
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
