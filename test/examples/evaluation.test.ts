import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findRun, readScores } from '../../src/evals/index.ts';
import { PromptCrafterClient } from '../../src/index.ts';
import { startServe } from '../cli/serve-process.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { type StandInModel, startStandInModel } from './start-stand-in-model.ts';

/** The model is kind, and right, as far as its prompt asks for it; the judge sees whether it was. */
function answer(text: string): string {
  if (text.startsWith('Score an answer')) {
    const [, asked = ''] = /<<question #1>>\n([^<]*)/.exec(text) ?? [];
    const points = (text.includes('My dear') ? 8 : 6) + (asked.length % 2);
    return `I think so. {"score": ${points}, "reason": "It is."}`;
  }
  const [, x, y] = /(\d+) \+ (\d+)/.exec(text) ?? [];
  if (x !== undefined) return /badly/.test(text) ? 'Many.' : String(Number(x) + Number(y));
  return /kindly/.test(text) ? `My dear, about ${text}` : `It is about ${text}.`;
}

/** A server with two prompts, a model, and what runs an example against both. */
async function createWorkshop(contentA: string, contentB = 'Praise kindly: {product}') {
  const folder = await createTemporaryFolder();
  const seed = join(folder.path, 'seed.json');
  const prompts = [contentA, contentB].map((content, index) => ({
    _id: `prompt10${index + 1}`,
    title: `Prompt ${index + 1}`,
    content,
  }));
  await writeFile(seed, JSON.stringify({ users: [{}], prompts }));
  const server = await startServe('--seed', seed);
  const model = await startStandInModel(answer);
  const token = server.token ?? '';
  return {
    folder: folder.path,
    model: model as StandInModel,
    client: new PromptCrafterClient({ baseUrl: server.url, token }),
    run: (name: string, env: Record<string, string> = {}) =>
      runNode([`examples/evaluation/${name}`], {
        cwd: projectRoot,
        env: {
          PROMPTCRAFTER_BASE_URL: server.url,
          PROMPTCRAFTER_TOKEN: token,
          MODEL_URL: model.url,
          ...env,
        },
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all([server, model, folder].map((each) => each[Symbol.asyncDispose]()));
    },
  };
}

it('refine-a-prompt.ts takes a prompt over that answers better', async () => {
  await using workshop = await createWorkshop('Answer: {question}');
  const { code, stdout, stderr } = await workshop.run('refine-a-prompt.ts');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('b is better: over 6 cases it scores 1.67 points more than a');
  expect(stdout).toContain('The rewritten prompt is the prompt now.');
  const { content } = await workshop.client.getPromptById('prompt101');
  expect(content).toBe('Answer kindly, in three sentences: {question}');
  expect(await readScores(workshop.client, 'prompt101')).toHaveLength(12);
});

it('compare-two-prompts.ts says which is better, writes a page, and asks nothing twice', async () => {
  await using workshop = await createWorkshop('Praise: {product}');
  const REPORT = join(workshop.folder, 'report.html');
  const { code, stdout, stderr } = await workshop.run('compare-two-prompts.ts', { REPORT });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('b is better: over 8 cases it scores 1.5 points more than a');
  expect(await readFile(REPORT, 'utf8')).toContain('<title>copy-2026-11</title>');
  const { calls } = workshop.model;
  const again = await workshop.run('compare-two-prompts.ts', { REPORT });
  expect(again.stdout).toBe(stdout);
  expect(workshop.model.calls).toBe(calls);
});

it('regression-suite.ts passes, fails, and accepts a build', async () => {
  await using workshop = await createWorkshop('Add: {question}');
  const { client } = workshop;
  const build = (GITHUB_SHA: string, env = {}) =>
    workshop.run('regression-suite.ts', { GITHUB_SHA, ...env });

  const first = await build('a');
  expect(first.stdout).toContain(
    'Nothing is accepted yet: read the answers, then run with ACCEPT=yes.',
  );
  expect(first).toMatchObject({ code: 2, stderr: '' });
  expect(await build('a', { ACCEPT: 'yes' })).toMatchObject({ code: 0, stderr: '' });

  const same = await build('b');
  expect(same.stdout).toContain('b is as good as a: over 80 cases');
  expect(same).toMatchObject({ code: 0, stderr: '' });
  // Steps that each pass must not add up: a pass is not the next baseline by itself.
  const baseline = await findRun(client, 'prompt101', { label: 'accepted' });
  expect(baseline?.name).toBe('build-a');

  await client.updatePrompt('prompt101', { content: 'Add badly: {question}' });
  const worse = await build('c');
  expect(worse.stdout).toContain('The gate says fail.');
  expect(worse).toMatchObject({ code: 1, stderr: '' });
});

it('each of them is at most 40 lines long, and is tested', async () => {
  const folder = join(projectRoot, 'examples/evaluation');
  const files = await readdir(folder);
  const others = [
    'ask-model.ts',
    'compare-two-prompts.ts',
    'refine-a-prompt.ts',
    'regression-suite.ts',
  ];
  expect(files.sort()).toEqual(others);
  for (const file of files) {
    const lines = (await readFile(join(folder, file), 'utf8')).trim().split('\n');
    expect(lines.length, file).toBeLessThanOrEqual(40);
  }
});
