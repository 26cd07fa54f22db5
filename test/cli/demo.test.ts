import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareScores, readScores } from '../../src/evals/index.ts';
import { PromptCrafterClient } from '../../src/index.ts';
import { extractSnippets } from '../docs/extract-snippets.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { cli, type ServeProcess, startServe } from './serve-process.ts';

let folder: TemporaryFolder;
let server: ServeProcess;
let client: PromptCrafterClient;

beforeAll(async () => {
  folder = await createTemporaryFolder();
  server = await startServe('--demo');
  client = new PromptCrafterClient({ baseUrl: server.url, token: server.token });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const day = 86_400_000;

describe('the demo', () => {
  it('has weeks of logs by two models, most of them scored, and none in the future', async () => {
    const logs = await client.getLogs();
    const times = logs.map(({ createdAt }) => Date.parse(createdAt));

    expect(new Set(logs.map(({ output }) => output)).size).toBeGreaterThanOrEqual(40);
    expect(new Set(logs.map(({ modelUsed }) => modelUsed)).size).toBe(2);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(6 * 7 * day);
    const scored = logs.filter(({ score }) => score !== undefined);
    expect(scored.length).toBeGreaterThan(200);
    expect(scored.length).toBeLessThan(logs.length);
    for (const { score } of scored) expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).toContain(score);
  });

  it('has prompt104, and a prompt that nobody has tried', async () => {
    expect(await client.getPromptById('prompt104')).toMatchObject({
      title: 'Rainbow for a five-year-old',
    });
    await expect(client.getLogsByPrompt('prompt109')).rejects.toMatchObject({ status: 404 });
  });

  it('has two prompts, and two runs of each, that can be compared case by case', async () => {
    const read = (prompt: string, run?: string) => readScores(client, prompt, { run });
    const prompts = await compareScores(await read('prompt102'), await read('prompt103'));
    expect(prompts).toMatchObject({ verdict: 'better', n: 10, unpaired: [] });
    const runs = await compareScores(
      await read('prompt103', 'tickets-october'),
      await read('prompt103', 'tickets-november'),
    );
    expect(runs).toMatchObject({ n: 10, unpaired: [], ignored: { duplicates: 0 } });
  });

  it('has a login that is made up at each start', async () => {
    await using other = await startServe('--demo');
    const find = ({ lines }: ServeProcess) =>
      lines.flatMap(
        (line) => /^Log in as (\S+) with the password (\S+)$/.exec(line)?.slice(1) ?? [],
      );
    const [email = '', password = ''] = find(server);

    const anybody = new PromptCrafterClient({ baseUrl: server.url });
    await expect(anybody.login({ email, password })).resolves.toHaveProperty('token');
    expect(find(other)[1]).not.toBe(password);
  });

  it.each([
    ['--data', 'demo.db'],
    ['--seed', 'seed.json'],
  ])('is refused beside %s', async (...args) => {
    const { code, stderr } = await runNode([cli, 'serve', '--demo', ...args]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^Failed to read the arguments: --demo has records of its own/);
  });
});

it('the first sample of the README runs as printed, in a CommonJS project too', async () => {
  const page = await readFile(join(projectRoot, 'README.md'), 'utf8');
  const [sample] = extractSnippets('README.md', page);
  expect(page.slice(0, page.indexOf(sample?.code ?? ''))).toContain('serve --demo');
  const project = join(folder.path, 'project');
  await mkdir(join(project, 'node_modules'), { recursive: true });
  await symlink(projectRoot, join(project, 'node_modules/promptcrafter-client'));
  await writeFile(join(project, 'package.json'), '{ "type": "commonjs" }');
  await writeFile(join(project, 'first-log.mjs'), sample?.code ?? '');
  // What is pasted is what was printed.
  const exported = server.lines.flatMap(
    (line) => /^export (\w+)=(\S+)$/.exec(line)?.slice(1) ?? [],
  );
  const env = Object.fromEntries([exported.slice(0, 2), exported.slice(2)]);
  expect(Object.keys(env)).toEqual(['PROMPTCRAFTER_BASE_URL', 'PROMPTCRAFTER_TOKEN']);

  const { code, stdout, stderr } = await runNode(['first-log.mjs'], { cwd: project, env });

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [, id] = /^Saved as (\S+)\.\n$/.exec(stdout) ?? [];
  const logs = await client.getLogsByPrompt('prompt104');
  expect(logs.at(-1)).toMatchObject({ _id: id, score: 9 });
});
