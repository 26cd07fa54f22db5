import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { KillTask } from './kill-task.ts';

const program = fileURLToPath(new URL('log-until-killed.ts', import.meta.url));

/** What a program said, and how it ended. */
export interface ProgramEnd {
  readonly lines: readonly string[];
  readonly wasKilled: boolean;
  readonly stderr: string;
}

/** Runs a program that logs, and kills it so many ms after it has begun to. */
export async function runProgram(task: KillTask, longestLife: number): Promise<ProgramEnd> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let output = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (longestLife < Number.POSITIVE_INFINITY) {
      timer ??= setTimeout(() => child.kill('SIGKILL'), longestLife);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const signal = await new Promise<string | null>((resolve) => {
    child.on('close', (_code, signalName) => resolve(signalName));
  });
  clearTimeout(timer);
  return { lines: output.split('\n').filter(Boolean), wasKilled: signal === 'SIGKILL', stderr };
}
