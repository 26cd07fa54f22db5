import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const programs = fileURLToPath(new URL('programs/', import.meta.url));

async function setUp() {
  const api = createTestApi();
  api.seed({ prompts: [{ _id: 'prompt104' }] });
  const server = await api.listen();
  const temporary = await createTemporaryFolder();
  onTestFinished(async () => {
    await server.close();
    await temporary[Symbol.asyncDispose]();
  });
  const token = await api.token();
  /** Starts a program; what it does and how it ends is in what this gives. */
  const start = (name: string) => {
    const args = [join(programs, name), server.url, token, join(temporary.path, 'spool')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const startedAt = performance.now();
    const ended = once(child, 'close').then(([code]) => ({
      code,
      output,
      duration: performance.now() - startedAt,
    }));
    return { child, ended, readOutput: () => output };
  };
  return { api, server, start };
}

it('sends what waits at the natural end of a program', async () => {
  const { api, start } = await setUp();
  const { code, output } = await start('exit-naturally.ts').ended;
  expect([code, output]).toEqual([0, '']);
  expect(api.logs).toHaveLength(20);
});

it('lets a program end in time that cannot reach the API, and tells what is left', async () => {
  const { server, start } = await setUp();
  await server.close();
  const { code, output, duration } = await start('exit-naturally.ts').ended;
  expect(code).toBe(0);
  expect(output).toContain('promptcrafter queue: the process ends: logs are left');
  // 5 s after the end, and the time that a machine takes to start and to end a program.
  expect(duration).toBeGreaterThan(5_000);
  expect(duration).toBeLessThan(15_000);
});

it('ends what is under way when the time of a program is over', async () => {
  const { api, start } = await setUp();
  api.fail({ with: 'hang', times: Number.POSITIVE_INFINITY });
  const { code, output, duration } = await start('exit-naturally.ts').ended;
  expect(code).toBe(0);
  expect(output).toContain('the process ends: logs are left');
  expect(duration).toBeLessThan(30_000);
});

it('holds no program that it has nothing to do for', async () => {
  const { start } = await setUp();
  const { code, output, duration } = await start('stay-idle.ts').ended;
  expect([code, output]).toEqual([0, 'idle false\n']);
  expect(duration).toBeLessThan(10_000);
});

it('sends the logs of many queues at the end, without a warning', async () => {
  const { api, start } = await setUp();
  const { code, output } = await start('many-queues.ts').ended;
  expect([code, output]).toEqual([0, '']);
  expect(api.logs).toHaveLength(15);
});

it('loses nothing by process.exit with a spool, which the next program empties', async () => {
  const { api, start } = await setUp();
  expect((await start('exit-at-once.ts').ended).code).toBe(3);
  const { code, output } = await start('just-open.ts').ended;
  expect([code, output]).toEqual([0, '']);
  expect(api.logs.map(({ output: text }) => text).sort()).toEqual(
    Array.from({ length: 20 }, (_, number) => `Answer ${number}`).sort(),
  );
});

it('lets an application that is told to end send what waits', async () => {
  const { api, start } = await setUp();
  const { child, ended, readOutput } = start('end-on-sigterm.ts');
  while (!readOutput().includes('ready')) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGTERM');
  const { code, output } = await ended;
  expect(code).toBe(0);
  expect(JSON.parse(output.split('\n')[1] ?? '')).toMatchObject({ ok: true, pending: 0 });
  expect(api.logs).toHaveLength(20);
});
