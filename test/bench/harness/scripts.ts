import { spawn } from 'node:child_process';
import { type Figure, shuffle, toFigure } from './statistics.ts';

/** A script in a fresh process. */
export interface Script {
  readonly name: string;
  readonly file: string;
}

export interface ScriptResult {
  /** Over the scripts of the base beside it. */
  readonly wall: Figure;
  readonly cpu: Figure;
  /** Milliseconds more than those. */
  readonly more: Figure;
}

interface Took {
  readonly wall: number;
  readonly cpu: number;
}

/** Runs a script to its end; it prints what it is to be checked by, and its CPU time. */
function run({ name, file }: Script, args: readonly string[], expected: RegExp): Promise<Took> {
  return new Promise((resolve, reject) => {
    const from = process.hrtime.bigint();
    const child = spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
    child.once('close', (code) => {
      const wall = Number(process.hrtime.bigint() - from) / 1e6;
      const [text = '', cpu] = printed.split(' ');
      if (code === 0 && expected.test(text)) resolve({ wall, cpu: Number(cpu) / 1e3 });
      else reject(new Error(`${name} printed "${printed}" and ended with ${code}`));
    });
  });
}

/** Runs scripts from the start of a process to its end, with the base before and after each. */
export async function runScripts(
  base: Script,
  scripts: readonly Script[],
  args: readonly string[],
  { rounds, expected }: { readonly rounds: number; readonly expected: RegExp },
): Promise<Map<string, ScriptResult>> {
  for (const script of [base, ...scripts]) await run(script, args, expected);
  const took = new Map(
    scripts.map(({ name }) => [
      name,
      { wall: [] as number[], cpu: [] as number[], more: [] as number[] },
    ]),
  );
  for (let round = 0; round < rounds; round += 1) {
    let before = await run(base, args, expected);
    for (const script of shuffle(scripts)) {
      const { wall, cpu } = await run(script, args, expected);
      const after = await run(base, args, expected);
      const result = took.get(script.name);
      result?.wall.push((2 * wall) / (before.wall + after.wall));
      result?.cpu.push((2 * cpu) / (before.cpu + after.cpu));
      result?.more.push(wall - (before.wall + after.wall) / 2);
      before = after;
    }
  }
  return new Map(
    [...took].map(([name, { wall, cpu, more }]) => [
      name,
      { wall: toFigure(wall), cpu: toFigure(cpu), more: toFigure(more) },
    ]),
  );
}
