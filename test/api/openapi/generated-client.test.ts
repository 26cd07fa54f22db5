import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi } from '../../../src/testing/index.ts';
import { projectRoot } from '../../support/project-root.ts';
import { runNode } from '../../support/run-command.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts';

/** The tutorial, with a client whose types a public generator has made of `openapi.json`. */
const tutorial = `
import createClient from 'openapi-fetch';
import type { components, paths } from './openapi.ts';

const baseUrl = String(process.env.BASE_URL);
const client = createClient<paths>({ baseUrl });
const account = { email: 'ada@example.com', password: 'a-long-secret' };
await client.POST('/auth/signup', { body: { name: 'Ada', ...account } });
const login = await client.POST('/auth/login', { body: account });
if (login.error) throw new Error(login.error.error);
const headers = { Authorization: \`Bearer \${login.data.token}\` };

const created = await client.POST('/prompts', {
  headers,
  body: { title: 'Rainbows', content: 'Explain a rainbow.', model: 'gpt-4o' },
});
if (created.error) throw new Error(created.error.error);
const promptId = created.data._id;

const saved = await client.POST('/logs', {
  headers,
  body: { promptId, output: 'Sunlight.', modelUsed: 'gpt-4o', score: 9 },
});
if (saved.error) throw new Error(saved.error.error);
const log: components['schemas']['Log'] = saved.data;

const { data } = await client.GET('/logs', { headers, params: { query: { promptId } } });
const missing = await client.GET('/prompts/{id}', { headers, params: { path: { id: 'prompt9' } } });
console.log(log._id, data?.map(({ score }) => score), missing.response.status, missing.error?.error);
`;

const mistakes = `
import createClient from 'openapi-fetch';
import type { paths } from './openapi.ts';

const client = createClient<paths>();
// @ts-expect-error
await client.POST('/logs', { body: { promptId: 'prompt104', output: 'Yes.' } });
// @ts-expect-error
await client.POST('/prompts', { body: { title: 'A', content: 'B', model: 'C', tags: 'D' } });
// @ts-expect-error
await client.GET('/prompts/{id}', { params: {} });
// @ts-expect-error
await client.GET('/logs/{id}', { params: { path: { id: 'log106' } } });
const { data } = await client.GET('/logs');
// @ts-expect-error
data?.[0]?.notes.length;
`;

const options = {
  strict: true,
  target: 'ES2022',
  module: 'NodeNext',
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
};

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await createTemporaryFolder();
  await symlink(join(projectRoot, 'node_modules'), join(folder.path, 'node_modules'));
  const document = await readFile(join(projectRoot, 'dist/openapi.json'), 'utf8');
  const files = {
    'openapi.ts': astToString(await openapiTS(document)),
    'tutorial.ts': tutorial,
    'mistakes.ts': mistakes,
    'package.json': JSON.stringify({ type: 'module' }),
    'tsconfig.json': JSON.stringify({ compilerOptions: options }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);
});
afterAll(() => folder[Symbol.asyncDispose]());

it('has the types of the description, and finds mistakes by them', async () => {
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  expect(await runNode([tsc, '--project', folder.path])).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
});

it('logs an output and reads it back', async () => {
  const api = createTestApi();
  await using server = await api.listen();
  const result = await runNode(['tutorial.ts'], {
    cwd: folder.path,
    env: { BASE_URL: server.url },
  });
  expect(result).toEqual({
    code: 0,
    stdout: 'log101 [ 9 ] 404 No prompt found with the specified ID.\n',
    stderr: '',
  });
  expect(api.logs).toMatchObject([{ output: 'Sunlight.', modelUsed: 'gpt-4o', score: 9 }]);
});
