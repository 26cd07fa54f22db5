import { spawn } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { StdioClientTransport as PreviousTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveMcpOverStdio } from '../../src/mcp/index.ts';
import { createTestApi } from '../../src/testing/index.ts';
import { projectRoot } from '../support/project-root.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { connectAgent, createClient, generations } from './mcp-kit.ts';

/** What a user writes to serve the tools from a program of their own. */
const program = `
import PromptCrafterClient from 'promptcrafter-client';
import * as evals from 'promptcrafter-client/evals';
import { serveMcpOverStdio } from 'promptcrafter-client/mcp';

await serveMcpOverStdio(new PromptCrafterClient(), { evals, write: process.argv.includes('--write') });
`;

let folder: TemporaryFolder;
let script: string;

beforeAll(async () => {
  folder = await createTemporaryFolder();
  await mkdir(join(folder.path, 'node_modules'));
  await symlink(projectRoot, join(folder.path, 'node_modules/promptcrafter-client'));
  script = join(folder.path, 'serve.mjs');
  await writeFile(script, program);
});
afterAll(() => folder[Symbol.asyncDispose]());

const initialize = {
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'agent', version: '1.0.0' },
  },
};
const toLine = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
const toCall = (id: number, name: string, input: object) =>
  toLine({ id, method: 'tools/call', params: { name, arguments: input } });
const hello = toLine(initialize) + toLine({ method: 'notifications/initialized' });

/** Runs the program with a text as its whole input. */
async function pipe(text: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [script, '--write'], { env, stdio: 'pipe' });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    stdout += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
  });
  child.stdin.end(text);
  const code = await new Promise((resolve) => child.once('close', resolve));
  const messages = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: number; result?: object; error?: object });
  return { code, stderr, messages };
}

describe('a program that serves the tools', () => {
  it.each(generations)('answers an agent that speaks %s', async (generation) => {
    const api = createTestApi();
    api.seed({ prompts: [{ _id: 'prompt104', title: 'Rainbows' }] });
    await using server = await api.listen();
    const Transport = generation === 'sdk 1' ? PreviousTransport : StdioClientTransport;
    const transport = new Transport({
      command: process.execPath,
      args: [script, '--write'],
      env: { PROMPTCRAFTER_BASE_URL: server.url, PROMPTCRAFTER_TOKEN: await api.token() },
    });
    const { call, listTools } = await connectAgent(transport, generation);
    expect(await listTools()).toHaveLength(10);
    const log = { promptId: 'prompt104', output: 'Sunlight.', modelUsed: 'gpt-4o' };
    expect((await call('create_log', log)).data).toMatchObject(log);
    expect((await call('list_logs')).data).toMatchObject([log]);
    await transport.close();
    expect(api.logs).toMatchObject([log]);
  });

  it('answers all that was piped in, writes nothing else, and ends', async () => {
    const api = createTestApi();
    api.seed({ prompts: [{ _id: 'prompt104' }], logs: [{ _id: 'log106' }] });
    await using server = await api.listen();
    api.fail({ with: { delay: 300 }, times: 3 });
    const calls = [
      toCall(2, 'list_prompts', {}),
      toCall(3, 'get_log', { promptId: 'prompt104', logId: 'log106' }),
      toCall(4, 'get_prompt', { promptId: 'prompt999' }),
    ];
    const { code, stderr, messages } = await pipe(hello + calls.join(''), {
      PROMPTCRAFTER_BASE_URL: server.url,
      PROMPTCRAFTER_TOKEN: await api.token(),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(messages.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4]);
    expect(messages.every(({ result }) => result !== undefined)).toBe(true);
  });

  it('writes events of the client to standard error alone', async () => {
    const api = createTestApi();
    await using server = await api.listen();
    const { stderr, messages } = await pipe(hello + toCall(2, 'list_prompts', {}), {
      PROMPTCRAFTER_BASE_URL: server.url,
      PROMPTCRAFTER_TOKEN: await api.token(),
      PROMPTCRAFTER_LOG: 'debug',
    });
    expect(stderr).toMatch(/GET \/prompts/);
    expect(messages.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('lists its tools without an API and without a login', async () => {
    const list = toLine({ id: 2, method: 'tools/list' });
    const { code, messages } = await pipe(hello + list, {});
    expect(code).toBe(0);
    expect(messages).toMatchObject([{ id: 1 }, { id: 2, result: { tools: { length: 10 } } }]);
  });

  it('goes on after lines that are no messages', async () => {
    const text = `nonsense\n{}\n[]\n"text"\n\n${hello}{"jsonrpc":"2.0"\n${toLine({ id: 2, method: 'ping' })}`;
    const { code, messages } = await pipe(text, {});
    expect(code).toBe(0);
    expect(messages.filter(({ result }) => result).map(({ id }) => id)).toEqual([1, 2]);
  });
});

describe('the end', () => {
  it('does not wait for what the agent has cancelled', async () => {
    const api = createTestApi();
    api.fail({ with: 'hang' });
    const [input, output] = [new PassThrough(), new PassThrough()];
    const serving = serveMcpOverStdio(await createClient(api), { input, output });
    input.write(hello + toCall(2, 'list_prompts', {}));
    await expect.poll(() => api.requests.length).toBe(1);
    const params = { requestId: 2, reason: 'Enough.' };
    input.end(toLine({ method: 'notifications/cancelled', params }));
    await serving;
  });

  it('comes with the signal, whatever is under way', async () => {
    const api = createTestApi();
    api.fail({ with: 'hang' });
    const controller = new AbortController();
    const { signal } = controller;
    const [input, output] = [new PassThrough(), new PassThrough()];
    const serving = serveMcpOverStdio(await createClient(api), { input, output, signal });
    input.write(hello + toCall(2, 'list_prompts', {}));
    await expect.poll(() => api.requests.length).toBe(1);
    controller.abort();
    await serving;
    expect(input.listenerCount('data') + input.listenerCount('end')).toBe(0);
  });

  it('comes when nobody reads the answers any more', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const errors: unknown[] = [];
    const report = (error: unknown) => errors.push(error);
    const client = await createClient(createTestApi());
    const serving = serveMcpOverStdio(client, { input, output, report });
    output.destroy(new Error('EPIPE'));
    await serving;
    expect(errors).not.toEqual([]);
  });
});
