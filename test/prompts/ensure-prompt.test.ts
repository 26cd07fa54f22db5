import { describe, expect, it } from 'vitest';
import { PromptCrafterClient } from '../../src/client/client.ts';
import { ensurePrompt } from '../../src/prompts/ensure-prompt.ts';
import { createTestApi } from '../../src/testing/index.ts';

const input = { title: 'Tutor', content: 'Explain {topic}.', model: 'gpt-4o', tags: ['a', 'b'] };

async function createParts() {
  const api = createTestApi();
  const client = new PromptCrafterClient({ fetch: api.fetch, token: await api.token() });
  const methods = () => api.requests.map(({ method }) => method).join(' ');
  return { api, client, methods };
}

describe('ensurePrompt', () => {
  it('creates the prompt where there is none', async () => {
    const { api, client, methods } = await createParts();
    api.seed({ prompts: [{ title: 'Tutors' }, { title: 'tutor' }] });
    const { prompt, ...done } = await ensurePrompt(client, input);
    expect(prompt).toMatchObject(input);
    expect(done).toEqual({ created: true, updated: false });
    expect(methods()).toBe('GET POST');
  });

  it('finds the prompt where it is as it must be', async () => {
    const { client, methods } = await createParts();
    const { prompt: first } = await ensurePrompt(client, input);
    const { prompt, ...done } = await ensurePrompt(client, input);
    expect(prompt).toEqual(first);
    expect(done).toEqual({ created: false, updated: false });
    expect(methods()).toBe('GET POST GET');
  });

  it('updates the fields that are given and differ, and leaves the others as they are', async () => {
    const { api, client } = await createParts();
    await ensurePrompt(client, input);
    const { prompt, ...done } = await ensurePrompt(client, { title: 'Tutor', tags: ['b', 'a'] });
    expect(prompt).toMatchObject({ ...input, tags: ['b', 'a'] });
    expect(done).toEqual({ created: false, updated: true });
    expect(api.requests.at(-1)?.body).toEqual({ tags: ['b', 'a'] });
    expect(await ensurePrompt(client, { title: 'Tutor' })).toMatchObject({ updated: false });
    expect(await ensurePrompt(client, { title: 'Tutor', tags: [] })).toMatchObject({
      updated: true,
    });
    expect(await ensurePrompt(client, { title: 'Tutor', tags: [] })).toMatchObject({
      updated: false,
    });
  });

  it('takes the oldest of several', async () => {
    const { api, client } = await createParts();
    const createdAt = ['2026-01-02T00:00:00.100Z', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'];
    const { prompts } = api.seed({
      prompts: createdAt.map((time) => ({ title: 'Tutor', createdAt: time })),
    });
    const { prompt } = await ensurePrompt(client, { title: 'Tutor' });
    expect(prompt._id).toBe(prompts[1]?._id);
  });

  it('lets callers in one process take turns by title', async () => {
    const { api, client } = await createParts();
    const other = new PromptCrafterClient({ fetch: api.fetch, token: await api.token() });
    const results = await Promise.all([
      ensurePrompt(client, input),
      ensurePrompt(other, input),
      ensurePrompt(client, { ...input, content: 'New.' }),
      ensurePrompt(client, { ...input, title: 'Another' }),
    ]);
    expect(results.map(({ created, updated }) => [created, updated])).toEqual([
      [true, false],
      [false, false],
      [false, true],
      [true, false],
    ]);
    expect(api.prompts).toHaveLength(2);
  });

  it('goes on after a caller who failed', async () => {
    const { api, client } = await createParts();
    api.fail({ on: 'getPrompts', with: { status: 403 } });
    const failing = ensurePrompt(client, input);
    const next = ensurePrompt(client, input);
    await expect(failing).rejects.toMatchObject({ status: 403 });
    expect(await next).toMatchObject({ created: true });
  });

  it('refuses to create a prompt without its content', async () => {
    const { client } = await createParts();
    await expect(ensurePrompt(client, { title: 'Tutor' })).rejects.toThrow(/content/);
  });

  it('rejects with the reason of an abort', async () => {
    const { client } = await createParts();
    const reason = new Error('Enough.');
    const signal = AbortSignal.abort(reason);
    await expect(ensurePrompt(client, input, { signal })).rejects.toBe(reason);
  });
});
