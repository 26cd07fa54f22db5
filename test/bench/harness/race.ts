import type { Child } from './child.ts';
import type { Received } from './server.ts';
import { type Figure, toFigure, toMedian } from './statistics.ts';
import type { Measured, Question, Task } from './task.ts';

/** A client in its process, and the process of raw `fetch` that it is compared with. */
export interface Pair {
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

/** What the laps of one pair came to. */
export interface Sample {
  readonly wall: number;
  readonly cpu: number;
  readonly microseconds: number;
}

export interface RaceOptions {
  /** Calls before anything is measured. */
  readonly warmUp: number;
  /** How often the client and raw `fetch` take turns. */
  readonly laps: number;
}

const mostTurns = 20;

/**
 * Lets a client and raw `fetch` alternate in laps of a few milliseconds, so that what else the
 * machine does falls on both; the first lap brings both back into the caches and does not count.
 * Every call must be one correct request.
 */
export async function race(
  task: Task,
  { warmUp, laps }: RaceOptions,
  { name, child, partner }: Pair,
  server: Child<object, Received>,
): Promise<Sample> {
  // In turns: the heap of a process that waits for long shrinks, and it is slower from then on.
  const turns = Math.min(warmUp, mostTurns);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const each of [partner, child]) {
      await each.ask({ ...task, calls: Math.ceil(warmUp / turns) });
    }
  }
  await server.ask({});
  const wall: number[] = [];
  const cpu: number[] = [];
  const microseconds: number[] = [];
  for (let lap = 0; lap <= laps; lap += 1) {
    // Who comes second may find the server warmer.
    const first = lap % 2 === 0 ? await partner.ask(task) : undefined;
    const took = await child.ask(task);
    const fetched = first ?? (await partner.ask(task));
    if (lap === 0) continue;
    wall.push(took.wall / fetched.wall);
    cpu.push(took.cpu / fetched.cpu);
    microseconds.push(took.wall / task.calls);
  }
  const { requests, wrong } = await server.ask({});
  const calls = 2 * (laps + 1) * task.calls;
  if (requests !== calls || wrong > 0) {
    throw new Error(`${name}: ${requests} requests for ${calls} calls, ${wrong} of them wrong`);
  }
  return { wall: toMedian(wall), cpu: toMedian(cpu), microseconds: toMedian(microseconds) };
}

/**
 * What the pairs of a client together say. Processes that do the same are not equally fast, each
 * for as long as it lives: a pair counts once, however many laps it ran.
 */
export function toRaceResult(samples: readonly Sample[]): RaceResult {
  return {
    wall: toFigure(samples.map(({ wall }) => wall)),
    cpu: toFigure(samples.map(({ cpu }) => cpu)),
    microseconds: toMedian(samples.map(({ microseconds }) => microseconds)),
  };
}
