import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { lockFile } from '../../src/transfer/node-file-lock.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

let path: string;
beforeEach(async () => {
  const folder = await createTemporaryFolder();
  path = join(folder.path, 'answers.journal.lock');
  return () => folder[Symbol.asyncDispose]();
});

/** Takes the lock in a process of its own, and lives until it is killed. */
async function lockElsewhere(): Promise<number> {
  const module = new URL('../../src/transfer/node-file-lock.ts', import.meta.url);
  const program = `
    import { lockFile } from ${JSON.stringify(module.href)};
    lockFile(${JSON.stringify(path)});
    console.log(process.pid);
    setInterval(() => {}, 1_000);`;
  const holder = join(path, '..', 'holder.mjs');
  writeFileSync(holder, program);
  // Whoever started it becomes a program that never hears of its end.
  const shell = spawn('sh', ['-c', '"$0" "$1" & exec sleep 60', process.execPath, holder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  onTestFinished(() => void shell.kill('SIGKILL'));
  const [text] = await once(shell.stdout, 'data');
  return Number(text);
}

it('keeps others out while its process lives', async () => {
  const pid = await lockElsewhere();
  onTestFinished(() => void process.kill(pid, 'SIGKILL'));
  expect(() => lockFile(path)).toThrow(
    `Failed to lock ${path}: another process has it. Wait until that has ended; if there is none, remove the file.`,
  );
});

it('is taken over from a process that was killed, also if nobody has asked for its end', async () => {
  const pid = await lockElsewhere();
  process.kill(pid, 'SIGKILL');
  await expect
    .poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), { timeout: 10_000 })
    .toMatch(/\) Z /);
  const unlock = lockFile(path);
  expect(() => lockFile(path)).toThrow('another process has it');
  unlock();
  expect(existsSync(path)).toBe(false);
});

it('is taken over where nothing can be read of who has it', () => {
  writeFileSync(path, '{');
  lockFile(path)();
  expect(existsSync(path)).toBe(false);
});
