import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { build as buildWithVite } from 'vite';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';

const source = `
  import { PromptCrafterClient } from 'promptcrafter-client';
  import { createTestApi } from 'promptcrafter-client/testing';
  globalThis.result = (async () => {
    const api = createTestApi();
    const { users, prompts } = api.seed({ users: [{}], prompts: [{ title: 'Tides' }] });
    const client = new PromptCrafterClient({ fetch: api.fetch });
    await client.signup({ name: 'Eve', email: 'eve@example.com', password: 'a-long-secret' });
    const { email, password } = users[0];
    await client.login({ email, password });
    await client.createLog({ promptId: prompts[0]._id, output: 'Moon.', modelUsed: 'gpt-4o' });
    const refusal = await api.listen().catch(({ message }) => message);
    return JSON.stringify([api.logs.length, refusal]);
  })();
`;

/** What a page on plain http has: jsdom has less of `fetch` and as little of `crypto`. */
function createPage() {
  const { getRandomValues, randomUUID } = globalThis.crypto;
  return createContext({
    ...{ Request, Response, Headers, URL, URLSearchParams, TextEncoder, TextDecoder },
    ...{ ReadableStream, AbortController, AbortSignal, MessageChannel, DOMException },
    ...{ setTimeout, clearTimeout, queueMicrotask, atob, btoa, performance, fetch },
    crypto: { getRandomValues, randomUUID },
  });
}

async function expectToRun(code: string): Promise<void> {
  const page = createPage();
  runInContext(code, page);
  const [logs, refusal] = JSON.parse(await page.result);
  expect(logs).toBe(1);
  expect(refusal).toContain('this runtime has no sockets');
}

const entry = { contents: source, resolveDir: projectRoot, loader: 'js' } as const;

describe('a bundle for browsers', () => {
  it('is built by esbuild and runs in a page', async () => {
    const options = { bundle: true, write: false, platform: 'browser', format: 'iife' } as const;
    const { outputFiles, warnings } = await build({ ...options, stdin: entry });

    expect(warnings).toEqual([]);
    await expectToRun(outputFiles[0]?.text ?? '');
  });

  it('is built by Vite and runs in a page', async () => {
    const result = await buildWithVite({
      configFile: false,
      logLevel: 'silent',
      root: projectRoot,
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === 'entry' ? join(projectRoot, 'entry.js') : undefined),
          load: (id) => (id.endsWith('/entry.js') ? source : undefined),
        },
      ],
      build: {
        write: false,
        target: 'es2022',
        rollupOptions: { input: 'entry', output: { format: 'iife' } },
      },
    });
    const [first] = [result].flat();
    const chunk = first && 'output' in first ? first.output[0] : undefined;

    await expectToRun(chunk?.code ?? '');
  });

  it('is built of the handlers of msw, which bring nothing of Node along', async () => {
    const contents = "export { createHandlers } from 'promptcrafter-client/testing/msw';";
    const { outputFiles } = await build({
      ...{ bundle: true, write: false, platform: 'browser', format: 'esm' },
      stdin: { ...entry, contents },
    });

    expect(outputFiles[0]?.text).not.toMatch(/(from|import|require)\W{0,2}["']node:/);
  });
});
