import { afterEach, beforeEach, vi } from 'vitest';
import { endTimersWithLives } from '../model/lives.ts';
import { Program, type ProgramOptions } from '../model/program.ts';
import { turn, World } from '../model/world.ts';

/** Lets time pass in a file's tests only when they say so. */
export function fakeTime(): void {
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
}

/** A program with a queue, and the API that it logs to. */
export function startProgram(options: ProgramOptions = {}, folder?: string) {
  const world = new World(1);
  const program = new Program(world, folder, options);
  return { world, program, queue: program.queue, diary: program.diary };
}

/** A log that says a number. */
export const toLog = (number: number, promptId = 'prompt104') => ({
  promptId,
  output: `Answer ${number}`,
  modelUsed: 'gpt-4o',
});

/** What a promise comes to in some time; `undefined` if it takes longer. */
export async function within<T>(
  world: World,
  ms: number,
  promise: Promise<T>,
): Promise<T | undefined> {
  let result: T | undefined;
  promise.then((value) => {
    result = value;
  });
  await world.pass(ms);
  await turn();
  return result;
}
