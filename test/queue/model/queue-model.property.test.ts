import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CreateLogInput } from '../../../src/index.ts';
import type { QueueStats } from '../../../src/queue/tally.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { endTimersWithLives, live } from './lives.ts';
import { Program } from './program.ts';
import { faults, moods, turn, World } from './world.ts';

/** What can happen, in any order. `who` is one of the programs that are alive. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('log'), who: fc.nat(1), what: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.nat(400) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.nat(20_000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mood'), mood: fc.constantFrom(...moods) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fail'),
      on: fc.constantFrom('post', 'list'),
      fault: fc.constantFrom(...faults),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('direct'), who: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('flush'), who: fc.nat(1), ms: fc.nat(3_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('close'), who: fc.nat(1), ms: fc.nat(3_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die'), who: fc.nat(1) }) },
);
type Step =
  | { do: 'log'; who: number; what: number }
  | { do: 'pass'; ms: number }
  | { do: 'mood'; mood: (typeof moods)[number] }
  | { do: 'fail'; on: 'post' | 'list'; fault: (typeof faults)[number] }
  | { do: 'direct'; who: number }
  | { do: 'flush' | 'close'; who: number; ms: number }
  | { do: 'die'; who: number };

let undo = () => {};

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  undo = endTimersWithLives();
});

afterEach(() => {
  undo();
  vi.useRealTimers();
});

/**
 * The logs that are logged: four in ten are the same, one is invalid. Without a folder that they
 * share, two programs that log the same cannot know whose a record is: there, each has its own.
 */
function toInput(what: number, count: number, whose: string): CreateLogInput {
  const base = { promptId: what % 2 === 0 ? 'prompt1' : 'prompt2', modelUsed: 'gpt-4o' };
  if (what < 4) return { ...base, output: `Yes${whose}` };
  if (what > 8) return { ...base, output: '' };
  return { ...base, output: `Answer ${count}`, meta: { ms: count } };
}

const sum = (stats: QueueStats) =>
  stats.pending + stats.sending + stats.stored + stats.failed + stats.dropped;

/** What holds at every moment. */
function checkProgram({ queue, diary, adopted }: Program, calls: number): void {
  const { stats } = queue;
  expect(sum(stats)).toBe(calls + adopted);
  expect(stats.stored).toBe(diary.stored.length);
  expect(stats.failed).toBe(diary.failed.length);
  expect(stats.dropped).toBe(diary.dropped.length);
  expect(stats.sending).toBeLessThanOrEqual(3);
  if (stats.pending + stats.sending === 0) expect([stats.bytes, stats.oldest]).toEqual([0, 0]);
}

const toKey = ({ promptId, output }: { promptId: string; output: string }) =>
  `${promptId} ${output}`;

function count(inputs: readonly { promptId: string; output: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const input of inputs) counts.set(toKey(input), (counts.get(toKey(input)) ?? 0) + 1);
  return counts;
}

/** What is sure about what is stored of each content, and what may be. */
class Bounds {
  readonly #least = new Map<string, number>();
  readonly #most = new Map<string, number>();

  add(input: CreateLogInput, least: number, most: number): void {
    const key = toKey(input);
    this.#least.set(key, (this.#least.get(key) ?? 0) + least);
    this.#most.set(key, (this.#most.get(key) ?? 0) + most);
  }

  check(logs: readonly CreateLogInput[]): void {
    const stored = count(logs);
    for (const key of new Set([...this.#most.keys(), ...stored.keys()])) {
      const number = stored.get(key) ?? 0;
      expect(number, `at least ${key}`).toBeGreaterThanOrEqual(this.#least.get(key) ?? 0);
      expect(number, `at most ${key}`).toBeLessThanOrEqual(this.#most.get(key) ?? 0);
    }
  }
}

async function run(steps: readonly Step[], seed: number, folder: string | undefined) {
  const world = new World(seed);
  const bounds = new Bounds();
  const programs: Program[] = [];
  const calls = new Map<Program, number>();
  const start = () => {
    const program = new Program(world, folder);
    programs.push(program);
    calls.set(program, 0);
    return program;
  };
  start();
  /** Those that are alive; another one is started when it is asked for. */
  const pick = (who: number) => {
    const alive = programs.filter(({ isAlive, isClosed }) => isAlive && !isClosed);
    return alive[folder === undefined ? 0 : who] ?? start();
  };
  const whose = (program: Program) => (folder === undefined ? ` ${programs.indexOf(program)}` : '');
  let logged = 0;
  for (const each of steps) {
    if (each.do === 'log') {
      const program = pick(each.who);
      logged += 1;
      calls.set(program, (calls.get(program) ?? 0) + 1);
      program.log(toInput(each.what, logged, whose(program)));
    } else if (each.do === 'pass') await world.pass(each.ms);
    else if (each.do === 'mood') world.mood = each.mood;
    else if (each.do === 'fail') world.fail(each.on, each.fault);
    else if (each.do === 'flush') pick(each.who).flush(each.ms);
    else if (each.do === 'close') pick(each.who).close(each.ms);
    else if (each.do === 'direct') {
      const program = pick(each.who);
      // A record that a program received beside its queue is unknown to others.
      const input = folder === undefined ? toInput(0, 0, whose(program)) : toInput(5, -seed, '');
      if (folder === undefined) bounds.add(input, 0, 1);
      else continue;
      live(program, () => program.client.createLog(input)).then(
        () => bounds.add(input, 1, 0),
        ({ outcome }) => outcome === 'unknown' || bounds.add(input, 0, -1),
      );
    } else if (folder !== undefined) pick(each.who).die();
    await turn();
    for (const program of programs) {
      if (program.isAlive) checkProgram(program, calls.get(program) ?? 0);
    }
  }
  world.heal();
  pick(0);
  const living = programs.filter(({ isAlive, isClosed }) => isAlive && !isClosed);
  const flushes = living.map((program) => program.flush(600_000));
  // What the dead have left is taken over by then.
  await world.pass(12_000);
  const isBusy = () => living.some(({ queue }) => queue.stats.pending + queue.stats.sending > 0);
  for (let waited = 0; isBusy() && waited < 200; waited += 1) await world.pass(1_000);
  await Promise.all(flushes);
  for (const { queue } of living) {
    expect(queue.stats).toMatchObject({ pending: 0, sending: 0, bytes: 0, oldest: 0 });
  }
  for (const { diary, isClosed } of programs) {
    for (const input of diary.accepted) {
      bounds.add(input, 1, 1);
    }
    for (const { input, outcome } of diary.failed) {
      if (input.output !== '') bounds.add(input, -1, outcome === 'unknown' ? 0 : -1);
    }
    // What a queue without a folder was closed with is nobody's.
    if (isClosed && folder === undefined) {
      const settled = count([...diary.stored, ...diary.failed.map(({ input }) => input)]);
      for (const [key, accepted] of count(diary.accepted)) {
        const [promptId = '', ...output] = key.split(' ');
        const left = accepted - (settled.get(key) ?? 0);
        bounds.add({ promptId, output: output.join(' '), modelUsed: '' }, -left, 0);
      }
    }
    for (const report of diary.reports) {
      const { ok, failed, dropped, pending } = report;
      expect(ok).toBe(failed.length === 0 && dropped === 0 && pending === 0);
    }
  }
  bounds.check(world.logs);
}

const settings = {
  numRuns: Number(process.env.QUEUE_MODEL_RUNS ?? 60),
  endOnFailure: true,
} as const;

it('keeps every log in exactly one place, and stores each once, whatever happens in which order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40, size: 'max' }),
      fc.nat(),
      async (steps, seed) => {
        await run(steps as Step[], seed, undefined);
      },
    ),
    settings,
  );
}, 600_000);

it('loses and doubles nothing with a spool, whoever dies whenever', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40, size: 'max' }),
      fc.nat(),
      async (steps, seed) => {
        await using folder = await createTemporaryFolder();
        await run(steps as Step[], seed, folder.path);
      },
    ),
    settings,
  );
}, 600_000);
