import type { Child } from './child.ts';
import type { Received } from './server.ts';
import { type Figure, shuffle, toFigure, toMedian } from './statistics.ts';
import type { Measured, Question, Task } from './task.ts';

/** A client in its process, and the process of raw `fetch` that it is compared with. */
export interface Runner {
  readonly name: string;
  readonly child: Child<Question, Measured>;
  /** Its own, so that both have done the same: a process that has done more is the faster one. */
  readonly partner: Child<Question, Measured>;
}

/** How a client did: times over those of raw `fetch` beside it. */
export interface RaceResult {
  readonly wall: Figure;
  readonly cpu: Figure;
  /** Microseconds a call. */
  readonly microseconds: number;
}

/** What the laps of a client came to. */
export interface Samples {
  readonly wall: number[];
  readonly cpu: number[];
  readonly microseconds: number[];
}

export interface RaceOptions {
  readonly rounds: number;
  /** Calls before anything is measured. */
  readonly warmUp: number;
  /** How often a client and raw `fetch` take turns before the next client comes. */
  readonly laps: number;
}

/**
 * Gives each client a turn a round, in shuffled order. In a turn it and raw `fetch` alternate in
 * laps of a few milliseconds, so that what else the machine does falls on both; the first lap
 * brings both back into the caches and does not count. Every call must be one correct request.
 */
export async function race(
  task: Task,
  { rounds, warmUp, laps }: RaceOptions,
  runners: readonly Runner[],
  server: Child<object, Received>,
): Promise<Map<string, Samples>> {
  for (const { child, partner } of runners) {
    for (const each of [partner, child]) await each.ask({ ...task, calls: warmUp });
  }
  const results = new Map<string, Samples>();
  for (const { name } of runners) results.set(name, { wall: [], cpu: [], microseconds: [] });
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, child, partner } of shuffle(runners)) {
      await server.ask({});
      for (let lap = 0; lap <= laps; lap += 1) {
        // Who comes second may find the server warmer.
        const first = lap % 2 === 0 ? await partner.ask(task) : undefined;
        const took = await child.ask(task);
        const fetched = first ?? (await partner.ask(task));
        if (lap === 0) continue;
        const samples = results.get(name);
        samples?.wall.push(took.wall / fetched.wall);
        samples?.cpu.push(took.cpu / fetched.cpu);
        samples?.microseconds.push(took.wall / task.calls);
      }
      const { requests, wrong } = await server.ask({});
      const calls = 2 * (laps + 1) * task.calls;
      if (requests !== calls || wrong > 0) {
        throw new Error(`${name}: ${requests} requests for ${calls} calls, ${wrong} of them wrong`);
      }
    }
  }
  return results;
}

/** What several races together say. */
export function toRaceResults(
  races: readonly ReadonlyMap<string, Samples>[],
): Map<string, RaceResult> {
  const names = [...(races[0]?.keys() ?? [])];
  return new Map(
    names.map((name) => {
      const all = (kind: keyof Samples) => races.flatMap((each) => each.get(name)?.[kind] ?? []);
      const microseconds = toMedian(all('microseconds'));
      return [name, { wall: toFigure(all('wall')), cpu: toFigure(all('cpu')), microseconds }];
    }),
  );
}
