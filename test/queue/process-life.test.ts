import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
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
  const folder = join(temporary.path, 'spool');
  /** Starts a program; what it does and how it ends is in what this gives. */
  const start = (name: string, prefix: readonly string[] = [], env = {}) => {
    const [command = '', ...args] = [...prefix, process.execPath, join(programs, name)];
    const child = spawn(command, [...args, server.url, token, folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
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
  return { api, server, folder, start };
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

it('settles what it was killed for before it could write down that it is stored', async () => {
  const { api, folder, start } = await setUp();
  await start('die-when-stored.ts').ended;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const marks = names.find((name) => name.endsWith('.marks')) ?? '';
  const text = readFileSync(join(folder, marks), 'utf8');
  expect([text.includes('["s",0'), text.includes('["d"')]).toEqual([true, false]);
  const { code, output } = await start('just-open.ts').ended;
  expect([code, output]).toEqual([0, '']);
  expect(api.logs).toHaveLength(10);
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

/** No file of the program may be longer than 16 kB: a write ends in the middle, as on a full disk. */
const limited = ['sh', '-c', 'trap "" XFSZ; ulimit -f 32; exec "$0" "$@"'];

it('logs on in memory when the disk takes no more, tells it once, and stores each log once', async () => {
  const { api, start } = await setUp();
  const { code, output } = await start('fill-disk.ts', limited, { FLUSH_TIMEOUT: '30000' }).ended;
  const lines = output.trim().split('\n');
  expect(code).toBe(0);
  expect(JSON.parse(lines.pop() ?? '')).toEqual({
    ok: true,
    stored: 60,
    failed: [],
    dropped: 0,
    pending: 0,
  });
  expect(lines.filter((line) => line.includes('spool'))).toEqual([
    expect.stringContaining('the spool cannot be used (EFBIG): logs go on in memory'),
  ]);
  expect(new Set(api.logs.map(({ output: text }) => text)).size).toBe(60);
  expect(api.logs).toHaveLength(60);
});

it.each([
  ['always', ['00000001.log', 'owner.json', 'spool'], true],
  ['batch', [], true],
  ['never', [], false],
])('has the disk keep what is accepted: fsync %s', async (mode, atOnce, isSynced) => {
  const { start } = await setUp();
  const { output } = await start('record-syncs.ts', [], { FSYNC: mode }).ended;
  const all = ['00000001.log', '00000002.log', 'owner.json', 'spool'];
  expect(JSON.parse(output)).toEqual({ atOnce, later: isSynced ? all : [] });
});

it.each([
  ['always', ['sync owner.json', 'rename owner.json', 'sync unit']],
  ['batch', ['sync owner.json', 'rename owner.json', 'sync unit']],
  ['never', ['rename owner.json']],
])(
  'has the disk keep an owner.json before it takes the place of another: fsync %s',
  async (mode, steps) => {
    const { server, start } = await setUp();
    await server.close();
    const { output } = await start('record-owner-syncs.ts', [], { FSYNC: mode }).ended;
    expect(JSON.parse(output)).toEqual(steps);
  },
);

it('leaves whole lines behind when the disk takes no more', async () => {
  const { api, folder, start } = await setUp();
  api.fail({ with: { status: 503 }, times: Number.POSITIVE_INFINITY });
  await start('fill-disk.ts', limited, { FLUSH_TIMEOUT: '500' }).ended;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const logs = names.filter((name) => name.endsWith('.log'));
  const texts = logs.map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    expect(text.endsWith('\n')).toBe(true);
    for (const line of text.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  }
  api.clearFaults();
  const { output } = await start('just-open.ts').ended;
  expect(output).toBe('');
  expect(api.logs.length).toBe(texts.join('').trim().split('\n').length);
});
