import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { toBundleSize } from './bundle-size.ts';
import { Child } from './child.ts';
import type { Contestant } from './contestants.ts';
import { type RaceOptions, race, type Sample, toRaceResult } from './race.ts';
import { runScripts, type Script, type ScriptResult } from './scripts.ts';
import type { Received } from './server.ts';
import { shuffle } from './statistics.ts';
import { type Board, showFigure } from './table.ts';
import type { Measured, Question, Task } from './task.ts';

/** What a scenario works with. */
export interface Bench {
  readonly base: Contestant;
  /** The first of them is raw `fetch` again: the noise. */
  readonly contestants: readonly Contestant[];
  readonly server: Child<object, Received>;
  readonly url: string;
  readonly board: Board;
  readonly quick: boolean;
  /** How often each client and the raw `fetch` beside it are started anew for a race. */
  readonly pairs: number;
}

type Scenario = (bench: Bench) => Promise<void>;

const workerFile = new URL('worker.ts', import.meta.url);

function startWorker({ url }: Bench, { client }: Contestant, options: string[] = []) {
  return new Child<Question, Measured>(workerFile, [client, url], options);
}

/** What each client can do, once it has been asked. */
const abilitiesOf = new Map<string, readonly string[]>();

/** The clients that have an ability. */
async function choose(bench: Bench, ability: string): Promise<Contestant[]> {
  const able: Contestant[] = [];
  for (const contestant of bench.contestants) {
    let abilities = abilitiesOf.get(contestant.name);
    if (!abilities) {
      const child = startWorker(bench, contestant);
      ({ abilities = [] } = await child.ask({ kind: 'abilities' }));
      abilitiesOf.set(contestant.name, abilities);
      await child.stop();
    }
    if (abilities.includes(ability)) able.push(contestant);
  }
  return able;
}

/** Races a client in a fresh process against another one, or a raw `fetch`, in another. */
async function racePair(
  bench: Bench,
  contestant: Contestant,
  base: Contestant,
  task: Task,
  options: RaceOptions,
): Promise<Sample> {
  const { name } = contestant;
  const child = startWorker(bench, contestant);
  const partner = startWorker(bench, base);
  try {
    return await race(task, options, { name, child, partner }, bench.server);
  } finally {
    await Promise.all([child.stop(), partner.stop()]);
  }
}

/** Races all of them against the same, in an order that is new each time. */
async function raceAll(
  bench: Bench,
  contestants: readonly Contestant[],
  base: Contestant,
  task: Task,
  warmUp: number,
): Promise<Map<string, Sample[]>> {
  const options = bench.quick
    ? { warmUp: Math.min(100, Math.ceil(warmUp / 10)), laps: 2 }
    : { warmUp, laps: 8 };
  const samples = new Map<string, Sample[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < bench.pairs; round += 1) {
    for (const contestant of shuffle(contestants)) {
      samples.get(contestant.name)?.push(await racePair(bench, contestant, base, task, options));
    }
  }
  return samples;
}

function createRace(title: string, task: Task, ability: string, warmUp: number): Scenario {
  return async (bench) => {
    const { board } = bench;
    const able = await choose(bench, ability);
    if (able.length === 0) return;
    // Raw fetch is measured again whatever it can do: it stands for the noise.
    const [noise] = bench.contestants;
    const contestants = noise && !able.includes(noise) ? [noise, ...able] : able;
    const samples = await raceAll(bench, contestants, bench.base, task, warmUp);
    for (const [name, all] of samples) {
      const { wall, cpu, microseconds } = toRaceResult(all);
      // What 1.00 is, in the row of raw fetch.
      const absolute = name === noise?.name ? ` (${microseconds.toFixed(0)} µs)` : '';
      board.set(name, title, showFigure(wall) + absolute);
      board.set(name, `${title}, CPU`, showFigure(cpu));
    }
  };
}

/**
 * The calls before the race are many: V8 goes on compiling `fetch` for thousands of them, and a
 * client that calls more of the same code would seem faster than `fetch` itself.
 */
const untilCompiled = 10_000;

const post = createRace('POST', { kind: 'post', calls: 60 }, 'createLog', untilCompiled);

/**
 * What `createNodeFetch` saves: our client with it over our client with the platform's `fetch`. The
 * row of the client itself is the noise.
 */
const node: Scenario = async (bench) => {
  const [ours, byNode] = ['promptcrafter-client', 'with createNodeFetch'].map((name) =>
    bench.contestants.find((contestant) => contestant.name === name),
  );
  if (!ours || !byNode) return;
  const task: Task = { kind: 'post', calls: 60 };
  const samples = await raceAll(bench, [ours, byNode], ours, task, untilCompiled);
  for (const [name, all] of samples) {
    const { wall, cpu } = toRaceResult(all);
    bench.board.set(name, 'POST over ours', showFigure(wall));
    bench.board.set(name, 'POST over ours, CPU', showFigure(cpu));
  }
};

const flight = createRace(
  '50 in flight',
  { kind: 'flight', calls: 150, inFlight: 50 },
  'createLog',
  untilCompiled,
);

const bulk = createRace(
  'createLogs',
  { kind: 'bulk', calls: 300, inFlight: 50 },
  'createLogs',
  untilCompiled,
);

const lists = [
  { size: 1, calls: 60, warmUp: untilCompiled },
  { size: 100, calls: 30, warmUp: 2_000 },
  { size: 1_000, calls: 5, warmUp: 100 },
  { size: 10_000, calls: 4, warmUp: 20 },
  { size: 100_000, calls: 2, warmUp: 6 },
];

const get: Scenario = async (bench) => {
  for (const { size, calls, warmUp } of lists) {
    if (bench.quick && size !== 10_000) continue;
    await createRace(`GET ${size}`, { kind: 'get', calls, size }, 'getLogs', warmUp)(bench);
  }
};

const longList = 1_000_000;

const iterate: Scenario = async (bench) => {
  for (const contestant of await choose(bench, 'iterateLogs')) {
    const child = startWorker(bench, contestant, ['--expose-gc']);
    try {
      const size = bench.quick ? longList / 10 : longList;
      const { bytes = 0, wall } = await child.ask({ kind: 'iterate', calls: 1, size });
      const heap = `${(bytes / 2 ** 20).toFixed(1)} MiB, ${(wall / size).toFixed(1)} µs a log`;
      bench.board.set(contestant.name, `iterate ${size}`, heap);
    } finally {
      await child.stop();
    }
  }
};

async function startScripts(
  bench: Bench,
  kind: 'script' | 'imports',
  rounds: number,
  expected: RegExp,
  show: (name: string, result: ScriptResult) => void,
): Promise<void> {
  const toScript = (contestant: Contestant): Script => ({
    name: contestant.name,
    file: contestant[kind],
  });
  const { base, contestants, url } = bench;
  const scripts = contestants.map(toScript);
  const results = await runScripts(toScript(base), scripts, [url], { rounds, expected });
  for (const [name, result] of results) show(name, result);
}

const cold: Scenario = async (bench) => {
  const { board, quick, server } = bench;
  await server.ask({});
  const rounds = quick ? 2 : 25;
  await startScripts(bench, 'script', rounds, /^log\d+$/, (name, { wall, cpu }) => {
    board.set(name, 'cold start', showFigure(wall));
    board.set(name, 'cold start, CPU', showFigure(cpu));
  });
  const { requests } = await server.ask({});
  const scripts = 1 + bench.contestants.length + rounds * (1 + 2 * bench.contestants.length);
  if (requests !== scripts) throw new Error(`${requests} requests of ${scripts} scripts`);
};

const imports: Scenario = (bench) =>
  startScripts(bench, 'imports', bench.quick ? 2 : 15, /^imported$/, (name, { more }) => {
    bench.board.set(name, 'import, ms', showFigure(more, 1));
  });

const bundle: Scenario = async ({ contestants, board }) => {
  for (const { name, client } of contestants) {
    const use = `${readFileSync(client, 'utf8').replace('export function', 'function')}
createClient('https://api.example.com').createLog({ promptId: '1', output: '', modelUsed: '' });`;
    try {
      const size = await toBundleSize(use, dirname(client));
      board.set(name, 'bundle, gzip', `${(size / 1_000).toFixed(1)} kB`);
    } catch {
      board.set(name, 'bundle, gzip', 'Node only');
    }
  }
};

/** Several at a time: bytes do not depend on who else runs. */
const heap: Scenario = async (bench) => {
  const left = [...bench.contestants];
  const work = async () => {
    for (let contestant = left.shift(); contestant; contestant = left.shift()) {
      const child = startWorker(bench, contestant, ['--expose-gc']);
      const { bytes = Number.NaN } = await child.ask({ kind: 'heap', calls: 50_000 });
      bench.board.set(contestant.name, 'heap, B a call', bytes.toFixed(1));
      await child.stop();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
};

/** By the name that `--only` knows. */
export const scenarios: Record<string, Scenario> = {
  post,
  node,
  flight,
  bulk,
  get,
  iterate,
  cold,
  import: imports,
  bundle,
  heap,
};

/** What a quick run leaves out unless asked: `createLogs` does the same as the one, a test holds the other. */
export const slowScenarios: readonly string[] = ['flight', 'heap'];
