import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { extractSnippets } from './extract-snippets.ts';

const guide = 'guides/queue.md';
const snippets = extractSnippets(guide, await readFile(join(projectRoot, guide), 'utf8'));

const findProgram = (name: string) =>
  snippets.find(({ code }) => code.startsWith(`// ${name}\n`))?.code ?? '';

/** What the programs find beside them: the page's model, and of Next.js what they use of it. */
const companions = {
  'package.json': '{ "type": "module" }',
  'model.js': findProgram('model.js'),
  'node_modules/next/package.json': `{ "type": "module", "exports": { "./server": "./server.js" } }`,
  'node_modules/next/server.js': `export const tasks = []; export const after = (task) => tasks.push(task);`,
};

/** Puts a program of the guide into a folder, with an API that it can log to. */
async function setUp(name: string) {
  const api = createTestApi();
  api.seed({ prompts: [{ _id: 'prompt104' }] });
  const server = await api.listen();
  const folder = await createTemporaryFolder();
  onTestFinished(async () => {
    await server.close();
    await folder[Symbol.asyncDispose]();
  });
  await mkdir(join(folder.path, 'node_modules/next'), { recursive: true });
  const files = { ...companions, 'program.mts': findProgram(name) };
  for (const [file, text] of Object.entries(files)) {
    await writeFile(join(folder.path, file), text);
  }
  await symlink(projectRoot, join(folder.path, 'node_modules/promptcrafter-client'));
  await symlink(join(projectRoot, 'node_modules/hono'), join(folder.path, 'node_modules/hono'));
  const env = { PROMPTCRAFTER_BASE_URL: server.url, PROMPTCRAFTER_TOKEN: await api.token() };
  return { api, folder: folder.path, env };
}

const stored = { output: 'It began in Britain.', modelUsed: 'gpt-4o' };

/** Finds a port that nobody listens on. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

it('answers over node:http while the API hangs, and stores the log after a restart', async () => {
  const { api, folder, env } = await setUp('server.ts');
  const port = await findPort();
  const start = () => {
    const child = spawn(process.execPath, ['program.mts'], {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: `${port}`, ...env },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    return { child, ended: once(child, 'close').then(([code]) => ({ code, stderr })) };
  };
  const ask = async (): Promise<string> => {
    for (;;) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: 'When?' });
        return await response.text();
      } catch {
        // It has not started yet.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };

  api.fail({ on: 'createLog', with: 'hang', times: Number.POSITIVE_INFINITY });
  const first = start();
  expect(await ask()).toBe('It began in Britain.');
  first.child.kill('SIGTERM');
  const complaint = "promptcrafter queue: the queue is closed: logs are left { kind: 'left'";
  expect(await first.ended).toEqual({ code: 0, stderr: expect.stringContaining(complaint) });
  expect((await first.ended).stderr).toMatch(/\n1 logs wait for the next start, 0 failed\.\n$/);
  expect(api.logs).toEqual([]);

  api.clearFaults();
  const second = start();
  expect(await ask()).toBe('It began in Britain.');
  second.child.kill('SIGTERM');
  expect(await second.ended).toEqual({ code: 0, stderr: '' });
  expect(api.logs).toMatchObject([stored, stored]);
});

it.each([
  [
    'app.ts',
    `const { default: app, queue } = await import('./program.mts');
    const response = await app.request('/chat', { method: 'POST', body: 'When?' });
    console.log(await response.text());
    await queue.close();`,
  ],
  [
    'app/chat/route.ts',
    `const { POST } = await import('./program.mts');
    const { tasks } = await import('next/server');
    const response = await POST(new Request('http://localhost', { method: 'POST', body: 'When?' }));
    console.log(await response.text());
    for (const task of tasks) if (!(await task()).ok) throw new Error('a log is left');
    process.exit();`,
  ],
  [
    'handler.ts',
    `const { handler } = await import('./program.mts');
    console.log((await handler({ body: 'When?' })).body);
    process.exit();`,
  ],
  [
    'worker.ts',
    `const { default: worker } = await import('./program.mts');
    const promises = [];
    const context = { waitUntil: (promise) => promises.push(promise) };
    const request = new Request('http://localhost', { method: 'POST', body: 'When?' });
    console.log(await (await worker.fetch(request, process.env, context)).text());
    if (promises.length !== 1) throw new Error('the platform was not told to wait');
    await Promise.all(promises);
    process.exit();`,
  ],
])('stores what a program logs before its platform ends it: %s', async (name, driver) => {
  const { api, folder, env } = await setUp(name);
  await writeFile(join(folder, 'drive.mjs'), driver);
  const result = await runNode(['drive.mjs'], { cwd: folder, env });
  expect(result).toEqual({ code: 0, stdout: 'It began in Britain.\n', stderr: '' });
  const notes = expect.stringContaining('"input":"When?"');
  expect(api.logs).toMatchObject([{ ...stored, notes }]);
});
