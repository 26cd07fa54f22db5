import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createContext, runInContext, runInNewContext } from 'node:vm';
import nodeFetch2 from 'node-fetch-2';
import { describe, expect, it, onTestFinished } from 'vitest';
import type * as Sdk from '../../src/index.ts';
import { createTestApi } from '../../src/testing/index.ts';
import { projectRoot } from '../support/project-root.ts';
import { errorOf, rejectionOf } from '../support/rejection-of.ts';
import { runCommand, runNode } from '../support/run-command.ts';

const input = { promptId: 'prompt1', output: 'Flut 🌊', modelUsed: 'm' };

/** The package as a realm of its own loads it, which has these globals beside those of the language. */
async function loadInRealm(globals: object): Promise<typeof Sdk> {
  const code = await readFile(join(projectRoot, 'dist/index.cjs'), 'utf8');
  const module = { exports: {} };
  const load = runInContext(`(function (module, exports) {${code}\n})`, createContext(globals));
  load(module, module.exports);
  return module.exports as typeof Sdk;
}

/** What jsdom has within Jest: no `fetch` and its classes, no streams, no coders of text. */
const pageOfJest = () => ({
  ...{ URL, URLSearchParams, AbortController, AbortSignal, Event, EventTarget, DOMException },
  ...{ setTimeout, clearTimeout, queueMicrotask, performance, console, atob, btoa },
});

async function startApi() {
  const api = createTestApi();
  api.seed({ prompts: [{ _id: 'prompt1' }] });
  const server = await api.listen();
  onTestFinished(() => server.close());
  return { api, options: { baseUrl: server.url, token: await api.token() } };
}

describe('in a page of Jest', () => {
  it('works with the fetch that it is given', async () => {
    const { PromptCrafterClient, NotFoundError } = await loadInRealm(pageOfJest());
    const { api, options } = await startApi();
    const client = new PromptCrafterClient({ ...options, fetch: nodeFetch2 });
    api.fail({ with: 'reset-after-store' });
    const log = await client.createLog(input);
    expect(api.logs).toEqual([log]);
    const logs: unknown[] = [];
    for await (const one of client.iterateLogs('prompt1')) logs.push(one);
    expect(logs).toEqual([log]);
    expect(await rejectionOf(client.getPromptById('prompt2'))).toBeInstanceOf(NotFoundError);
  });

  it('says that there is no fetch, and that nothing was sent', async () => {
    const { PromptCrafterClient } = await loadInRealm(pageOfJest());
    const error = await errorOf(new PromptCrafterClient({ token: 't' }).createLog(input));
    expect(error).toMatchObject({ outcome: 'not-applied', retryable: false });
    expect(error.message).toContain('this platform has no fetch. Nothing was sent: give one as');
  });

  it('says that hooks need what it lacks, and sends nothing', async () => {
    const { PromptCrafterClient } = await loadInRealm(pageOfJest());
    const { api, options } = await startApi();
    const hooks = { beforeRequest: () => undefined };
    const client = new PromptCrafterClient({ ...options, fetch: nodeFetch2, hooks });
    const error = await rejectionOf(client.createLog(input));
    expect(error).toMatchObject({
      message:
        'Failed to create log: this platform has no Request, which hooks need. ' +
        'Nothing was sent: make it a global before the first call, or leave the hooks out.',
      ...{ outcome: 'not-applied', attempts: 0, retryable: false },
    });
    expect(api.requests).toEqual([]);
  });
});

describe('in a realm whose fetch is another one’s', () => {
  const withFetch = () => ({
    ...pageOfJest(),
    ...{ fetch, Request, Response, Headers, ReadableStream, TextEncoder, TextDecoder },
  });

  it('knows what was never sent, and what was lost', async () => {
    const { PromptCrafterClient } = await loadInRealm(withFetch());
    const { api, options } = await startApi();
    const client = new PromptCrafterClient(options);
    api.fail({ with: 'reset-after-store' });
    const log = await client.createLog(input);
    expect(api.logs).toEqual([log]);
    const refused = new PromptCrafterClient({ baseUrl: 'http://127.0.0.1:1', token: 't' });
    const error = await rejectionOf(refused.createLog(input, { maxRetries: 0 }));
    expect(error).toMatchObject({ outcome: 'not-applied', cause: { message: 'fetch failed' } });
  });

  it('takes inputs, options and headers of another realm', async () => {
    const { PromptCrafterClient } = await loadInRealm(withFetch());
    const { options } = await startApi();
    const foreign = runInNewContext(`({
      input: { title: 'Tides', content: 'Explain tides.', model: 'm', tags: ['moon', 'sea'] },
      headers: new Map([['x-trace', 'yes']]),
      inputs: [{ promptId: 'prompt1', output: 'Ebbe', modelUsed: 'm', meta: { tags: ['a'] } }],
    })`);
    const client = new PromptCrafterClient({ ...options, headers: foreign.headers });
    expect((await client.createPrompt(foreign.input)).tags).toEqual(['moon', 'sea']);
    const { ids, failures } = await client.createLogs(foreign.inputs);
    expect([ids.length, failures]).toEqual([1, []]);
  });
});

it.each([
  ['vmThreads', 'node'],
  ['vmThreads', 'jsdom'],
])('runs in vitest’s pool %s with the environment %s', async (pool, environment) => {
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
  const root = join(projectRoot, 'test/package/realms');
  const flags = ['--config', 'vitest.config.ts', '--pool', pool, '--environment', environment];
  const result = await runCommand(process.execPath, [vitest, 'run', ...flags], { cwd: root });
  expect(stripVTControlCharacters(result.stdout)).toMatch(/Tests +4 passed/);
  expect(result.code).toBe(0);
});

it('runs where zone.js has patched promises, timers and events', async () => {
  const script = join(projectRoot, 'test/package/realms/zone.case.mjs');
  expect(await runNode([script])).toEqual({ code: 0, stdout: 'all of it\n', stderr: '' });
});
