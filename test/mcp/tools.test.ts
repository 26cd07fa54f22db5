import { describe, expect, it } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { createClient, openAgent } from './mcp-kit.ts';

async function open(write = true) {
  const api = createTestApi();
  api.seed({
    prompts: [
      { _id: 'prompt104', title: 'Rainbows', content: 'Explain {topic}.', tags: ['science'] },
      { _id: 'prompt105', title: 'Steam', content: 'Explain engines.' },
    ],
    logs: Array.from({ length: 12 }, (_, index) => ({
      _id: `log${index + 1}`,
      promptId: index % 2 === 0 ? 'prompt104' : 'prompt105',
      modelUsed: index % 3 === 0 ? 'gpt-4o' : 'claude',
      score: index % 2 === 0 ? 3 : 9,
      createdAt: new Date(Date.UTC(2026, 10, index + 1)).toISOString(),
    })),
  });
  const agent = await openAgent(await createClient(api), { write });
  return { api, ...agent };
}

const names = (data: unknown) => (data as { _id: string }[]).map(({ _id }) => _id);

describe('the tools', () => {
  it('are at most ten, in at most 8 kB', async () => {
    const { listTools, getInstructions } = await open();
    const tools = await listTools();
    expect(tools).toHaveLength(10);
    const size = Buffer.byteLength(JSON.stringify(tools) + getInstructions());
    expect(size).toBeLessThanOrEqual(8_000);
  });

  it('say what they do to what is stored', async () => {
    const { listTools } = await open();
    const hints = (await listTools()).map(({ name, annotations }) => [name, annotations]);
    const isReading = { readOnlyHint: true, openWorldHint: false };
    const isAdding = { readOnlyHint: false, destructiveHint: false };
    const isReplacing = { readOnlyHint: false, destructiveHint: true };
    expect(Object.fromEntries(hints)).toMatchObject({
      list_prompts: isReading,
      get_prompt: isReading,
      list_logs: isReading,
      get_log: isReading,
      summarize_scores: isReading,
      compare_prompts: isReading,
      create_prompt: isAdding,
      update_prompt: isReplacing,
      create_log: isAdding,
      score_log: isReplacing,
    });
  });

  it('change nothing without `write`', async () => {
    const { api, listTools, call } = await open(false);
    const hints = (await listTools()).map(({ annotations }) => annotations);
    expect(hints).toHaveLength(6);
    for (const hint of hints) expect(hint).toMatchObject({ readOnlyHint: true });
    const log = { promptId: 'prompt104', output: 'No.', modelUsed: 'gpt-4o' };
    await expect(call('create_log', log)).rejects.toThrow(/create_log/);
    expect(api.logs).toHaveLength(12);
  });

  it('have no statistics where none are given', async () => {
    const api = createTestApi();
    const client = await createClient(api);
    const { listTools } = await openAgent(client, { write: true, evals: undefined });
    expect((await listTools()).map(({ name }) => name)).toEqual([
      'list_prompts',
      'get_prompt',
      'list_logs',
      'get_log',
      'create_prompt',
      'update_prompt',
      'create_log',
    ]);
  });
});

describe('reading', () => {
  it('searches prompts', async () => {
    const { call } = await open();
    expect(names((await call('list_prompts', { query: 'engines' })).data)).toEqual(['prompt105']);
    expect((await call('list_prompts', { query: 'nothing of it' })).data).toEqual([]);
  });

  it('gets a prompt with all of its fields', async () => {
    const { api, call } = await open();
    const { data } = await call('get_prompt', { promptId: 'prompt104' });
    expect(data).toEqual(api.prompts[0]);
  });

  it('lists logs, newest first, by what is asked', async () => {
    const { call } = await open();
    const list = async (input: object) => names((await call('list_logs', input)).data);
    expect(await list({ promptId: 'prompt104' })).toEqual(
      [11, 9, 7, 5, 3, 1].map((index) => `log${index}`),
    );
    expect(await list({ model: 'gpt-4o' })).toEqual(['log10', 'log7', 'log4', 'log1']);
    expect(await list({ minScore: 9, since: '2026-11-08' })).toEqual(['log12', 'log10', 'log8']);
    expect(await list({ maxScore: 3, limit: 1 })).toEqual(['log11']);
  });

  it('says that a prompt has no logs, as one that is not there', async () => {
    const { api, call } = await open();
    api.seed({ prompts: [{ _id: 'prompt106' }] });
    for (const promptId of ['prompt106', 'prompt999']) {
      const { data, head } = await call('list_logs', { promptId });
      expect(data).toEqual([]);
      expect(head).toContain('has no logs yet, or there is no such prompt');
    }
  });

  it('refuses a time that is none', async () => {
    const { call } = await open();
    expect(await call('list_logs', { since: 'yesterday' })).toMatchObject({
      isError: true,
      text: 'Failed to read since: it is no time. Give one in ISO 8601.',
    });
  });

  it('gets a log with its meta', async () => {
    const { api, call } = await open();
    const client = await createClient(api);
    const meta = { input: 'Why?', ms: 840 };
    const notes = 'Short.';
    const log = { promptId: 'prompt104', output: 'So.', modelUsed: 'gpt-4o', notes, meta };
    const { _id } = await client.createLog(log);
    const { data } = await call('get_log', { promptId: 'prompt104', logId: _id });
    expect(data).toMatchObject({ _id, ...log });
  });

  it('says that a prompt has no such log', async () => {
    const { call } = await open();
    for (const promptId of ['prompt104', 'prompt999']) {
      const { isError, text } = await call('get_log', { promptId, logId: 'log2' });
      expect({ isError, text }).toEqual({
        isError: true,
        text: 'Failed to find the log: the prompt has none with this id. Look it up with list_logs.',
      });
    }
  });

  it('summarizes and compares scores', async () => {
    const { call } = await open();
    const { data } = await call('summarize_scores', { promptId: 'prompt104' });
    expect(data).toMatchObject([
      { key: 'claude', n: 4, scored: 4, mean: 3 },
      { key: 'gpt-4o', n: 2, scored: 2, mean: 3 },
    ]);
    const compared = await call('compare_prompts', { a: 'prompt104', b: 'prompt105' });
    expect(compared.data).toMatchObject({ verdict: 'better', difference: 6 });
    expect(compared.data).not.toHaveProperty('pairs');
  });
});

describe('writing', () => {
  it('creates a prompt and changes it', async () => {
    const { api, call } = await open();
    const fields = { title: 'Clouds', content: 'Explain clouds.', model: 'gpt-4o', tags: ['sky'] };
    const { data } = await call('create_prompt', fields);
    expect(data).toEqual(api.prompts[2]);
    const { _id } = data as { _id: string };
    const changed = await call('update_prompt', { promptId: _id, title: 'White clouds' });
    expect(changed.data).toMatchObject({ ...fields, title: 'White clouds' });
    expect(api.prompts[2]).toEqual(changed.data);
  });

  it('says which field is wrong', async () => {
    const { api, call } = await open();
    const { isError, text } = await call('create_prompt', { title: 'A', content: 'B', model: 'C' });
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringMatching(/^Failed to create prompt: title must have 3 to 100 characters/),
    });
    const nothing = await call('update_prompt', { promptId: 'prompt104' });
    expect(nothing.text).toMatch(/^Failed to update prompt: .*must change at least one field/);
    expect(api.prompts).toHaveLength(2);
  });

  it('logs an output, and returns as much of it as a result may hold', async () => {
    const { api, call } = await open();
    const output = 'a'.repeat(50_000);
    const input = { promptId: 'prompt104', output, modelUsed: 'gpt-4o', score: 8 };
    const { data, head, nextCursor } = await call('create_log', input);
    expect(data).toMatchObject({ promptId: 'prompt104', score: 8 });
    expect(head).toMatch(/"output" holds the characters 0 to \d+ of 50000\./);
    expect(nextCursor).toBeUndefined();
    expect(api.logs.at(-1)).toMatchObject(input);
  });

  it('scores a log, and names who scored', async () => {
    const { api, call } = await open();
    const input = { promptId: 'prompt104', logId: 'log3', score: 10, reason: 'Clear.' };
    const { data } = await call('score_log', input);
    expect(data).toMatchObject({
      score: 10,
      meta: { of: 'log3', reason: 'Clear.', scorer: 'agent' },
    });
    expect(api.logs.some(({ _id }) => _id === 'log3')).toBe(false);
    expect(api.logs).toHaveLength(12);
  });
});
