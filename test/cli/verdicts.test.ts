import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDesk, type Desk } from './cli-kit.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await createDesk();
  desk.api.seed({ prompts: [{ _id: 'prompt105', title: 'Other tutor' }] });
});
afterEach(() => desk[Symbol.asyncDispose]());

function score(promptId: string, scores: readonly number[]): void {
  desk.api.seed({ logs: scores.map((score) => ({ promptId, score })) });
}

const many = (score: number) => Array.from({ length: 40 }, (_, at) => score + (at % 2));

describe('compare', () => {
  it.each([
    ['better', 8, 0],
    ['worse', 2, 1],
  ])('says %s', async (verdict, other, code) => {
    score('prompt104', many(5));
    score('prompt105', many(other));
    const text = await desk.run(['compare', 'prompt104', 'prompt105']);
    expect(text).toMatchObject({ code, stderr: '' });
    expect(text.stdout).toMatch(new RegExp(`^${verdict}: `));
    expect(text.stdout).toContain('█');
    const json = await desk.run(['compare', 'prompt104', 'prompt105', '--json']);
    expect(json.code).toBe(code);
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict, n: expect.any(Number) });
  });

  it('writes a page with the verdict, the interval and both distributions', async () => {
    score('prompt104', many(5));
    score('prompt105', many(8));
    const args = ['compare', 'prompt104', 'prompt105', '--report', 'report.html'];
    const { code, stdout, stderr } = await desk.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^better: /);
    const page = await readFile(join(desk.folder, 'report.html'), 'utf8');
    expect(page).toContain('<title>Other tutor against History tutor</title>');
    expect(page).toContain('<div class="verdict better">better</div>');
    expect(page).toMatch(/aria-label="Difference 3 points, interval 2\.\d+ to 3\.\d+"/);
    expect(page).toContain('<title>a: score 5, 50 %</title>');
    expect(page).toContain('<title>b: score 8, 50 %</title>');

    const nowhere = await desk.run(['compare', 'prompt104', 'prompt105', '--report', 'no/r.html']);
    expect(nowhere).toMatchObject({
      code: 3,
      stdout: '',
      stderr: 'Failed to write the report: ENOENT at no/r.html. Choose another file.\n',
    });
  });

  it('says the same within a margin, and inconclusive where there is too little', async () => {
    expect(await desk.run(['compare', 'prompt104', 'prompt105'])).toMatchObject({ code: 2 });
    score('prompt104', many(5));
    score('prompt105', many(5));

    const same = await desk.run(['compare', 'prompt104', 'prompt105', '--margin', '1']);
    expect(same).toMatchObject({ code: 0, stdout: expect.stringMatching(/^same: /) });
  });
});

describe('eval', () => {
  const write = async (scores: string, name = 'undefined') => {
    const source = `
const cases = Array.from({ length: 12 }, (_, at) => ({ id: 'case-' + at, variables: {} }));
export default ({ client }) => ({
  client,
  name: ${name},
  prompts: ['prompt104', 'prompt105'],
  cases,
  task: ({ prompt, case: { id } }) => ({ output: prompt._id + ' ' + id, modelUsed: 'fake' }),
  scorers: { fake: ({ prompt, case: { id } }) => (${scores}) },
});`;
    await writeFile(join(desk.folder, 'tutor.eval.mjs'), source);
  };

  it('gates the later prompt against the first', async () => {
    await write("prompt._id === 'prompt104' ? 5 : 8 - (id.length % 2)");
    const passed = await desk.run(['eval', 'tutor.eval.mjs', '--report', 'report.html']);
    expect(passed).toMatchObject({ code: 0, stderr: '' });
    expect(passed.stdout).toContain('pass: prompt105 against prompt104.');
    expect(await readFile(join(desk.folder, 'report.html'), 'utf8')).toContain('<!doctype html>');

    await write("prompt._id === 'prompt104' ? 8 - (id.length % 2) : 3");
    const failed = await desk.run(['eval', 'tutor.eval.mjs', '--json']);
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      result: 'fail',
      gates: [{ promptId: 'prompt105', against: 'prompt104', result: 'fail' }],
      run: { counts: { done: 24 } },
    });
  });

  it('gates against an accepted run, of which there is none at first', async () => {
    const args = ['eval', 'tutor.eval.mjs', '--baseline', 'accepted', '--accept', 'accepted'];
    await write('7');
    const first = await desk.run(args);
    expect(first).toMatchObject({ code: 2 });
    expect(first.stdout).toContain('no other run has the label accepted yet');
    expect(first.stderr).toContain('The run has the label accepted now');

    await write('id.length % 2 + 1');
    const worse = await desk.run(args);
    expect(worse).toMatchObject({ code: 1, stderr: '' });
  });

  it('never gates a run against itself, whose answers are taken over', async () => {
    const args = ['eval', 'tutor.eval.mjs', '--baseline', 'accepted', '--accept', 'accepted'];
    await write('7', "'build-local'");
    expect(await desk.run(args)).toMatchObject({ code: 2 });
    await write('1', "'build-local'");
    const again = await desk.run([...args, '--margin', '9']);
    expect(again).toMatchObject({ code: 2, stderr: '' });
    expect(again.stdout).toContain('no other run has the label accepted yet');
  });

  it('keeps what a module prints out of its results', async () => {
    const source = `
import { log } from 'node:console';
import { stdout } from 'node:process';
console.log('at import');
log('by name');
stdout.write('stream by name\\n');
setTimeout(() => console.log('late'), 10);
process.on('exit', () => console.log('at exit'));
export default ({ client }) => {
  console.table([{ at: 'table' }]);
  return {
    client,
    prompts: ['prompt104'],
    cases: [{ id: 'case' }],
    task: () => (process.stdout.write('in task\\n'), { output: 'Yes.', modelUsed: 'fake' }),
    scorers: { fake: () => (console.info('in scorer'), 7) },
  };
};`;
    await writeFile(join(desk.folder, 'loud.mjs'), source);
    const { code, stdout, stderr } = await desk.run(['eval', 'loud.mjs', '--json']);

    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ run: { counts: { done: 1 } } });
    for (const text of ['at import', 'by name', 'stream by name', 'late', 'at exit', 'table']) {
      expect(stderr).toContain(text);
    }
    for (const text of ['in task', 'in scorer']) expect(stderr).toContain(text);
  });

  it('says what a module lacks', async () => {
    await writeFile(join(desk.folder, 'empty.mjs'), 'export default {};');
    const { code, stdout, stderr } = await desk.run(['eval', 'empty.mjs']);

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('its default export has no prompts, cases and task');
  });
});
