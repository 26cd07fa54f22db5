import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDesk, type Desk } from './cli-kit.ts';
import { cli } from './serve-process.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await createDesk();
});
afterEach(() => desk[Symbol.asyncDispose]());

const base = { promptId: 'prompt104', output: 'Yes.', modelUsed: 'gpt-4o' };

const write = (name: string, inputs: readonly object[]) =>
  writeFile(join(desk.folder, name), inputs.map((input) => `${JSON.stringify(input)}\n`).join(''));

it('adds a log, from standard input too, and lists it', async () => {
  const { api, run } = desk;
  const args = [
    'logs',
    'add',
    'prompt104',
    '--model',
    'gpt-4o',
    '--score',
    '8',
    '--meta',
    '{"ms":5}',
  ];
  const added = await run([...args, '--output', '-', '--json'], { stdin: 'Long\nanswer.\n' });

  expect(api.logs).toMatchObject([{ output: 'Long\nanswer.', score: 8 }]);
  const { stdout } = await run(['logs', 'list', 'prompt104', '--json']);
  expect(JSON.parse(stdout)).toEqual([JSON.parse(added.stdout)]);
  expect(JSON.parse(stdout)).toMatchObject([{ meta: { ms: 5 } }]);
});

it('lets no stored text control a terminal', async () => {
  const { api, run, runOnTerminal } = desk;
  const output = '\u001b[2Jx\u009b31m\u202e\u0007';
  api.seed({
    prompts: [{ _id: 'prompt105', title: output, content: output }],
    logs: [{ promptId: 'prompt104', output, modelUsed: output, notes: output }],
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
  const controls = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/;
  for (const args of [
    ['prompts', 'list'],
    ['prompts', 'show', 'prompt105'],
    ['prompts', 'list', '--json'],
    ['logs', 'list', 'prompt104'],
    ['logs', 'list', 'prompt104', '--json'],
    ['logs', 'export', '--format', 'csv'],
    ['logs', 'export'],
  ]) {
    const { code, stdout } = await runOnTerminal(args);
    expect({ args, code, hasText: stdout.includes('x') }).toEqual({ args, code: 0, hasText: true });
    expect(stdout).not.toMatch(controls);
  }
  expect((await run(['logs', 'export', '--format', 'csv'])).stdout).toContain(output);
});

describe('an import', () => {
  it('is exported, imported and exported the same', async () => {
    const { run, api } = desk;
    await write('logs.jsonl', [base, { ...base, output: '=1', notes: '', meta: { ms: 1 } }]);
    const imported = await run(['logs', 'import', 'logs.jsonl']);
    expect(imported).toEqual({ code: 0, stdout: 'Stored 2 logs.\n', stderr: '' });
    for (const format of ['jsonl', 'csv']) {
      const file = `out.${format}`;
      expect(await run(['logs', 'export', '--output', file])).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
      expect(await run(['logs', 'import', file, '--in-order'])).toMatchObject({
        code: 0,
        stderr: '',
      });
    }
    const strip = ({ output, notes, score }: (typeof api.logs)[number]) => ({
      output,
      notes,
      score,
    });
    const shown = api.logs.map(strip);
    expect(shown.slice(2, 4)).toEqual(shown.slice(0, 2));
    expect(shown.slice(4)).toEqual(shown.slice(0, 4));
  });

  it('puts what is refused into a file beside it, and ends with 1', async () => {
    const { run, folder } = desk;
    await write('logs.jsonl', [base, { ...base, score: 11 }]);
    const { code, stdout, stderr } = await run(['logs', 'import', 'logs.jsonl']);

    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe('Stored 1 log. 1 was refused: see logs.jsonl.rejected.jsonl.\n');
    const rejected = await readFile(join(folder, 'logs.jsonl.rejected.jsonl'), 'utf8');
    const text = JSON.stringify({ ...base, score: 11 });
    expect(JSON.parse(rejected)).toEqual({
      line: 2,
      reason: 'score must be an integer from 0 to 10',
      text,
    });

    await write('logs.jsonl', [base, { ...base, score: 10 }]);
    expect(await run(['logs', 'import', 'logs.jsonl'])).toMatchObject({ code: 0 });
    expect((await readdir(folder)).filter((file) => file.includes('rejected'))).toEqual([]);
    expect(desk.api.logs).toHaveLength(2);
  });

  it('puts all that is refused at the same time into that file', async () => {
    const { run, folder } = desk;
    await writeFile(join(folder, 'logs.jsonl'), 'nonsense\n'.repeat(20));
    expect(await run(['logs', 'import', 'logs.jsonl'])).toMatchObject({ code: 1, stderr: '' });
    const rejected = await readFile(join(folder, 'logs.jsonl.rejected.jsonl'), 'utf8');
    const lines = rejected.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).line).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
  });

  it('leaves one of each when it is killed again and again', async () => {
    const { api, folder, env } = desk;
    const inputs = Array.from({ length: 400 }, (_, at) => ({
      ...base,
      output: `Answer ${at % 200}`,
    }));
    await write('logs.jsonl', inputs);
    const { PATH = '' } = process.env;
    let kills = 0;
    for (let count = 25; kills < 8; count += 45) {
      const child = spawn(process.execPath, [cli, 'logs', 'import', 'logs.jsonl'], {
        cwd: folder,
        env: { PATH, HOME: folder, ...env },
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      await expect
        .poll(() => api.logs.length >= count || child.exitCode !== null, {
          timeout: 30_000,
          interval: 2,
        })
        .toBe(true);
      child.kill('SIGKILL');
      const [, signal] = await ended;
      if (signal === 'SIGKILL') kills += 1;
    }
    expect(await desk.run(['logs', 'import', 'logs.jsonl'])).toMatchObject({ code: 0, stderr: '' });
    const outputs = api.logs.map(({ output }) => output).sort();
    expect(outputs).toEqual(inputs.map(({ output }) => output).sort());

    const again = await desk.run(['logs', 'import', 'logs.jsonl']);
    expect(again.stdout).toContain(
      'Stored 0 logs. 400 were stored by earlier imports of this file.',
    );
    expect(api.logs).toHaveLength(400);
    const journal = (await readdir(folder)).filter((file) => file.includes('.import-'));
    expect(journal).toHaveLength(1);
    expect((await stat(join(folder, journal[0] ?? ''))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, journal[0] ?? ''), 'utf8')).not.toContain(
      env.PROMPTCRAFTER_TOKEN,
    );
    await desk.run(['logs', 'import', 'logs.jsonl', '--again']);
    expect(api.logs).toHaveLength(800);
  }, 120_000);

  it('is alone with its file', async () => {
    const { api, env, folder } = desk;
    await write('logs.jsonl', [base]);
    api.fail({ with: 'hang', on: 'createLog', times: Number.POSITIVE_INFINITY });
    const child = spawn(process.execPath, [cli, 'logs', 'import', 'logs.jsonl'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...env },
      stdio: 'ignore',
    });
    await expect.poll(() => api.requests.length, { timeout: 30_000 }).toBeGreaterThan(0);
    const second = await desk.run(['logs', 'import', 'logs.jsonl']);
    const ended = once(child, 'exit');
    child.kill('SIGINT');

    expect(second).toMatchObject({ code: 3, stdout: '' });
    expect(second.stderr).toContain('another process has it');
    expect(await ended).toEqual([null, 'SIGINT']);
  });
});

describe('streams', () => {
  it('carry 50 MB to the last byte, also to a slow reader, and nothing to one that leaves', async () => {
    const { api, env, folder } = desk;
    const output = 'x'.repeat(1_000_000);
    api.seed({ logs: Array.from({ length: 50 }, () => ({ promptId: 'prompt104', output })) });
    const shell = (line: string) =>
      new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
        const child = spawn('bash', ['-c', line], {
          cwd: folder,
          env: { PATH: process.env.PATH, HOME: folder, ...env },
        });
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (text) => {
          stdout += text;
        });
        child.stderr.on('data', (text) => {
          stderr += text;
        });
        child.once('close', (code) => resolve({ code, stdout, stderr }));
      });
    const call = `'${process.execPath}' '${cli}' logs`;

    const whole = await shell(`${call} export | (sleep 1; wc -lc)`);
    expect(whole.stderr).toBe('');
    expect(Number(whole.stdout.trim().split(/\s+/)[0])).toBe(50);
    expect(Number(whole.stdout.trim().split(/\s+/)[1])).toBeGreaterThan(50_000_000);
    expect(await shell(`set -o pipefail; ${call} export | head -c 10 | wc -c`)).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await shell(`set -o pipefail; ${call} list prompt104 --json | head -1`)).toEqual({
      code: 0,
      stdout: '[\n',
      stderr: '',
    });
  });
});

it('follows logs as they come, until Ctrl+C', async () => {
  const { api, env, folder } = desk;
  api.seed({ logs: [{ promptId: 'prompt104', output: 'First.' }] });
  const child = spawn(
    process.execPath,
    [cli, 'logs', 'tail', 'prompt104', '--interval', '0.1', '--json'],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...env },
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  await expect.poll(() => stdout, { timeout: 30_000 }).toContain('First.');
  api.seed({ logs: [{ promptId: 'prompt104', output: 'Second.' }] });
  await expect.poll(() => stdout, { timeout: 30_000 }).toContain('Second.');
  const ended = once(child, 'close');
  child.kill('SIGINT');

  expect(await ended).toEqual([null, 'SIGINT']);
  expect(stderr).toBe('');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).output),
  ).toEqual(['First.', 'Second.']);
});
