import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guides } from '../../scripts/add-guides.ts';
import { createTestApi } from '../../src/testing/index.ts';
import { startAnsweringVendor } from '../observe/vendors/answering-vendor.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { extractSnippets, type Snippet } from './extract-snippets.ts';
import { checkResults, findPrintedLines } from './promises.ts';

const ada = { email: 'ada@example.com', password: 'a-long-secret' };

const quickStart = 'guides/quick-start.md';
const quickStartSnippets = extractSnippets(
  quickStart,
  await readFile(join(projectRoot, quickStart), 'utf8'),
);
// The module that the quick start has its readers put before the snippets of all other pages.
const isSetup = ({ code }: Snippet) => code.startsWith('// setup.mjs\n');

/** The packages that snippets import beside ours. */
const vendors = ['openai', '@anthropic-ai', 'ai', '@ai-sdk', 'ky', 'undici'];

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await createTemporaryFolder();
  await mkdir(join(folder.path, 'node_modules'));
  await symlink(projectRoot, join(folder.path, 'node_modules/promptcrafter-client'));
  for (const name of vendors) {
    await symlink(join(projectRoot, 'node_modules', name), join(folder.path, 'node_modules', name));
  }
  const file = 'promptcrafter-client.js';
  await copyFile(join(projectRoot, 'dist', file), join(folder.path, file));
  const setup = quickStartSnippets.find(isSetup);
  await writeFile(join(folder.path, 'setup.mjs'), setup?.code ?? '');
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Runs a snippet as a module of its own, against an API of its own on a real socket. */
async function runSnippet({ place, code }: Snippet) {
  const api = createTestApi();
  // Ada can log in, unless the snippet is about to sign her up.
  if (!code.includes('.signup(')) api.seed({ users: [ada] });
  api.seed({ prompts: [{ _id: 'prompt104' }], logs: [{ _id: 'log106', score: 8 }] });
  await using server = await api.listen();
  await using vendor = await startAnsweringVendor();

  const prelude = pathToFileURL(toPrelude(place)).href;
  return await runNode(['--import', prelude, await writeModule(place, code)], {
    cwd: folder.path,
    env: {
      ...vendor.env,
      PROMPTCRAFTER_BASE_URL: server.url,
      PROMPTCRAFTER_TOKEN: await api.token(),
      PROMPTCRAFTER_EMAIL: ada.email,
      PROMPTCRAFTER_PASSWORD: ada.password,
    },
  });
}

/** What a snippet finds there: a doc comment imports nothing, a page what the quick start sets up. */
function toPrelude(place: string): string {
  if (!place.startsWith('src/')) return join(folder.path, 'setup.mjs');
  const preludes = join(projectRoot, 'test/docs');
  if (place.startsWith('src/testing/')) return join(preludes, 'testing-prelude.ts');
  if (place.startsWith('src/evals/vitest')) return join(preludes, 'matchers-prelude.ts');
  return join(preludes, 'reference-prelude.ts');
}

async function writeModule(place: string, code: string): Promise<string> {
  const module = join(folder.path, `${place.replace(/\W/g, '-')}.mts`);
  await writeFile(module, checkResults(code));
  return module;
}

const sources = (await readdir(join(projectRoot, 'src'), { recursive: true }))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file}`);
// What a guide among the examples shows are examples, which run as such; one is a program.
const documents = await Promise.all(
  [
    'README.md',
    ...guides.filter((file) => !file.startsWith('examples/') && file !== quickStart),
    ...sources,
  ].map(async (file) => extractSnippets(file, await readFile(join(projectRoot, file), 'utf8'))),
);

// A program with a name of its own serves somebody, whom another test plays.
const isServer = ({ code }: Snippet) => /^\/\/ [\w/]+\.ts\n/.test(code);

describe.concurrent('a snippet runs', () => {
  it.each(documents.flat().filter((snippet) => !isServer(snippet)))('$place', async (snippet) => {
    const { code, stdout, stderr } = await runSnippet(snippet);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(findPrintedLines(snippet.code)));
  });
});

it('the quick start leads from an account to a log that is read back', async () => {
  const snippets = quickStartSnippets.filter((snippet) => !isSetup(snippet));
  const api = createTestApi();
  await using server = await api.listen();
  const module = await writeModule(quickStart, snippets.map(({ code }) => code).join('\n'));
  const run = () =>
    runNode([module], { cwd: folder.path, env: { PROMPTCRAFTER_BASE_URL: server.url } });
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(api.logs).toMatchObject([{ promptId: api.prompts[0]?._id, score: 8 }]);
  expect(stdout).toMatch(/^\w+\n\w+ [\d-]+T.+Z\ngpt-4o 8\n$/);

  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  expect(api.logs).toHaveLength(2);
});

it.each([
  ['throws', 'throw new Error("no");'],
  ['rejects', 'void client.getPromptById("prompt999");'],
  ['is no module', 'await client.getPrompts('],
  ['gives another value than it says', "String(4); // '5'"],
  ['gives another value than its next line says', 'Number(4);\n// 5'],
])('a snippet that %s is found out', async (_case, code) => {
  const { code: exitCode } = await runSnippet({ place: 'a snippet', code });
  expect(exitCode).toBe(1);
});

it('finds what comments promise, and leaves other comments alone', () => {
  const code = [
    'double(2); // 4',
    "name('a');\n// 'a'",
    'console.log(double(2), 1); // 4 1',
    'client.setToken(); // The calls to come go without one.',
  ].join('\n');
  expect(checkResults(code).match(/deepStrictEqual\(.*?\);/g)).toEqual([
    'deepStrictEqual(double(2), 4);',
    "deepStrictEqual(name('a'), 'a');",
  ]);
  expect(findPrintedLines(code)).toEqual(['4 1']);
  expect(
    documents.flat().filter((snippet) => checkResults(snippet.code) !== snippet.code),
  ).not.toHaveLength(0);
});

it('finds snippets in Markdown and in comments, and leaves other languages alone', () => {
  const markdown =
    '```sh\nnpm test\n```\n\n```js\nfirst();\n```\n\n```ts\nsecond(\n  1,\n);\n```\n';
  const source =
    'class A {\n  /**\n   * @example\n   * ```ts\n   * third(\n   *   1,\n   * );\n   *\n   * ```\n   */\n}\n';
  expect(extractSnippets('a.md', markdown)).toEqual([
    { place: 'a.md:5', code: 'first();' },
    { place: 'a.md:9', code: 'second(\n  1,\n);' },
  ]);
  expect(extractSnippets('a.ts', source)).toEqual([
    { place: 'a.ts:4', code: 'third(\n  1,\n);\n' },
  ]);
});
