import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PromptCrafterClient } from '../../src/client/client.ts';
import { NotFoundError, ServerError } from '../../src/core/errors.ts';
import { toPromptVersion } from '../../src/core/prompt-version.ts';
import type { Prompt } from '../../src/core/schemas/prompt.ts';
import {
  createPromptStore,
  type PromptStoreClient,
  type PromptStoreOptions,
} from '../../src/prompts/prompt-store.ts';
import { createTestApi } from '../../src/testing/index.ts';

const realSetImmediate = globalThis.setImmediate;
let underWay = 0;

beforeEach(() => {
  underWay = 0;
  vi.useFakeTimers({ now: Date.parse('2026-11-26T08:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const content = 'Explain {topic}.';

async function createStore(options?: PromptStoreOptions) {
  const api = createTestApi();
  const [prompt] = api.seed({ prompts: [{ _id: 'prompt104', content, tags: ['a'] }] }).prompts;
  const token = await api.token();
  const fetch: typeof api.fetch = (url, init) => {
    underWay += 1;
    return api.fetch(url, init).finally(() => {
      underWay -= 1;
    });
  };
  const client = new PromptCrafterClient({ fetch, token, maxRetries: 0 });
  return { api, client, prompt, prompts: createPromptStore(client, options) };
}

const away = { with: { status: 503 }, times: Number.POSITIVE_INFINITY } as const;

/** Lets what is under way end: the API checks tokens in threads, which no faked timer waits for. */
async function settle() {
  for (let turn = 0; turn < 20 || (underWay > 0 && turn < 200); turn += 1) {
    await new Promise((resolve) => realSetImmediate(resolve));
  }
}

describe('get', () => {
  it("delivers the prompt's own fields, with the flags beside them", async () => {
    const { prompts, prompt } = await createStore();
    expect(await prompts.get('prompt104')).toEqual({
      ...prompt,
      isStale: false,
      isFallback: false,
      version: toPromptVersion(content),
      fetchedAt: '2026-11-26T08:00:00.000Z',
    });
  });

  it('makes one request for a thousand who ask at once, and none while the prompt is fresh', async () => {
    const { prompts, api } = await createStore();
    const got = await Promise.all(Array.from({ length: 1_000 }, () => prompts.get('prompt104')));
    expect(new Set(got.map(({ content }) => content))).toEqual(new Set([content]));
    vi.advanceTimersByTime(59_999);
    await prompts.get('prompt104');
    expect(api.requests).toHaveLength(1);
  });

  it('gives a copy to each caller', async () => {
    const { prompts } = await createStore();
    const [first, second] = await Promise.all([prompts.get('prompt104'), prompts.get('prompt104')]);
    first.tags?.push('b');
    first.content = 'x';
    expect(second).toMatchObject({ content, tags: ['a'] });
    expect(await prompts.get('prompt104')).toMatchObject({ content, tags: ['a'] });
  });

  it('gives the old one at once after ttl, and refreshes it with one request', async () => {
    const { prompts, api, client } = await createStore({ ttl: 1_000 });
    await prompts.get('prompt104');
    await client.updatePrompt('prompt104', { content: 'New.' });
    vi.advanceTimersByTime(1_000);
    const old = await Promise.all([prompts.get('prompt104'), prompts.get('prompt104')]);
    expect(old).toMatchObject([
      { isStale: true, content },
      { isStale: true, content },
    ]);
    await settle();
    expect(api.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET']);
    expect(await prompts.get('prompt104')).toMatchObject({
      isStale: false,
      content: 'New.',
      version: toPromptVersion('New.'),
      fetchedAt: '2026-11-26T08:00:01.000Z',
    });
  });

  it('refreshes a prompt of which the clock says that it is from the future', async () => {
    const { prompts } = await createStore();
    await prompts.get('prompt104');
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: true });
    await settle();
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: false });
  });

  it('starts no timer', async () => {
    const { prompts } = await createStore();
    const setTimeout = vi.spyOn(globalThis, 'setTimeout');
    await prompts.get('prompt104');
    vi.advanceTimersByTime(60_000);
    await prompts.get('prompt104');
    await settle();
    expect(vi.getTimerCount()).toBe(0);
    expect(setTimeout.mock.calls.every(([, delay]) => delay !== 60_000)).toBe(true);
  });

  it('keeps the thousand that were asked for last', async () => {
    let requests = 0;
    const prompt = (_id: string) => ({ _id, content }) as Prompt;
    const getPromptById = async (id: string) => {
      requests += 1;
      return prompt(id);
    };
    const prompts = createPromptStore({ getPromptById } as PromptStoreClient);
    for (let index = 0; index < 1_000; index += 1) await prompts.get(`prompt${index}`);
    await prompts.get('prompt0');
    await prompts.get('prompt1000');
    expect(requests).toBe(1_001);
    await prompts.get('prompt0');
    expect(requests).toBe(1_001);
    await prompts.get('prompt1');
    expect(requests).toBe(1_002);
  });
});

describe('while the API is away', () => {
  const outages = [
    ['a broken connection', 'reset'],
    ['a 503', { status: 503 }],
    ['a 429', { status: 429 }],
    ['a page of the platform', { status: 200, body: '<html>' }],
    [
      'a 404 of the platform',
      { status: 404, body: { status: 'error', code: 404, message: 'Application not found' } },
    ],
    ['a 404 that is a page', { status: 404, body: '<html>Not found</html>' }],
  ] as const;

  it.each(outages)('the last one is given, flagged: %s', async (_case, fault) => {
    const { prompts, api } = await createStore();
    await prompts.get('prompt104');
    vi.advanceTimersByTime(60_000);
    api.fail({ with: fault, times: Number.POSITIVE_INFINITY });
    for (let round = 0; round < 3; round += 1) {
      expect(await prompts.get('prompt104')).toMatchObject({
        isStale: true,
        isFallback: false,
        content,
      });
      await vi.advanceTimersByTimeAsync(5_000);
    }
    expect(api.requests).toHaveLength(4);
    api.clearFaults();
    await prompts.get('prompt104');
    await settle();
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: false });
  });

  it.each(outages)(
    'the fallback is given, flagged, where there is no last one: %s',
    async (_case, fault) => {
      const { client, api, prompt } = await createStore();
      if (!prompt) throw new Error('nothing is seeded');
      const spare = { ...prompt, content: 'Spare.' } as Prompt;
      for (const fallback of [[spare], { prompt104: spare }]) {
        const prompts = createPromptStore(client, { fallback });
        api.fail({ with: fault, times: 1 });
        const given = await prompts.get('prompt104');
        expect(given).toEqual({
          ...spare,
          isStale: false,
          isFallback: true,
          version: toPromptVersion('Spare.'),
        });
        given.tags?.push('mine');
        expect(spare.tags).toEqual(['a']);
      }
    },
  );

  it('the fallback is given at once after the first failure, and given up when the API is back', async () => {
    const { api, client, prompt } = await createStore();
    const fallback = Object.freeze([{ ...prompt, content: 'Spare.' } as Prompt]);
    const prompts = createPromptStore(client, { fallback });
    api.fail({ with: { status: 503 } });
    await prompts.get('prompt104');
    api.fail({ with: 'hang' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await prompts.get('prompt104')).toMatchObject({ isFallback: true });
    expect(await prompts.get('prompt104')).toMatchObject({ isFallback: true });
    await settle();
    expect(api.requests).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await prompts.get('prompt104')).toMatchObject({ isFallback: true });
    await settle();
    expect(await prompts.get('prompt104')).toMatchObject({ isFallback: false, content });
  });

  it('a refresh that failed is tried again a second later at the earliest', async () => {
    const { prompts, api } = await createStore({ ttl: 10 });
    await prompts.get('prompt104');
    api.fail(away);
    const requests: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      await vi.advanceTimersByTimeAsync(100);
      await prompts.get('prompt104');
      await settle();
      requests.push(api.requests.length);
    }
    expect(requests).toEqual(Array.from({ length: 30 }, (_, round) => 2 + Math.floor(round / 10)));
  });

  it('what is not at hand rejects with what went wrong', async () => {
    const { client, api, prompt } = await createStore();
    const prompts = createPromptStore(client, { fallback: { prompt105: prompt as Prompt } });
    api.fail(away);
    await expect(prompts.get('prompt104')).rejects.toBeInstanceOf(ServerError);
    await expect(prompts.get('toString')).rejects.toBeInstanceOf(ServerError);
    api.clearFaults();
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: false });
  });
});

describe('a refusal is never hidden', () => {
  it.each([400, 401, 403, 404])('%i, at the first time', async (status) => {
    const { client, api, prompt } = await createStore();
    const prompts = createPromptStore(client, { fallback: [prompt as Prompt] });
    api.fail({ with: { status } });
    await expect(prompts.get('prompt104')).rejects.toMatchObject({ status });
  });

  it.each([401, 403, 404])('%i, of a refresh', async (status) => {
    const { client, api, prompt } = await createStore();
    const prompts = createPromptStore(client, { fallback: [prompt as Prompt] });
    await prompts.get('prompt104');
    vi.advanceTimersByTime(60_000);
    api.fail({ with: { status }, times: 2 });
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: true });
    await settle();
    await expect(prompts.get('prompt104')).rejects.toMatchObject({ status });
    // Nor by an outage after it.
    api.fail({ with: { status: 503 }, times: 2 });
    await expect(prompts.get('prompt104')).rejects.toMatchObject({ status });
    await expect(prompts.get('prompt104')).rejects.toMatchObject({ status });
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: false, isFallback: false });
  });
});

describe('update and delete', () => {
  it('change what is given', async () => {
    const { prompts, api } = await createStore();
    await prompts.get('prompt104');
    const updated = await prompts.update('prompt104', { content: 'New.' });
    updated.content = 'x';
    expect(await prompts.get('prompt104')).toMatchObject({ content: 'New.', isStale: false });
    expect(api.requests).toHaveLength(2);
    await prompts.delete('prompt104');
    await expect(prompts.get('prompt104')).rejects.toBeInstanceOf(NotFoundError);
  });

  it('are not undone by an answer from before', async () => {
    const { prompts, api } = await createStore();
    let answer = (_prompt: Prompt) => {};
    const old = { _id: 'prompt104', content } as Prompt;
    const slow = vi.fn(
      () =>
        new Promise<Prompt>((resolve) => {
          answer = resolve;
        }),
    );
    const updatePrompt = async () => ({ ...old, content: 'New.' });
    const store = createPromptStore({
      getPromptById: slow,
      updatePrompt,
    } as unknown as PromptStoreClient);
    const asked = store.get('prompt104');
    await store.update('prompt104', { content: 'New.' });
    answer(old);
    expect(await asked).toMatchObject({ content: 'New.' });
    expect(await store.get('prompt104')).toMatchObject({ content: 'New.' });
    expect(slow).toHaveBeenCalledTimes(1);

    api.fail({ on: 'getPromptById', with: { delay: 1_000 } });
    const late = expect(prompts.get('prompt104')).rejects.toBeInstanceOf(NotFoundError);
    await prompts.delete('prompt104');
    await vi.advanceTimersByTimeAsync(1_000);
    await late;
  });

  it('two at once leave it to the API which of them holds', async () => {
    const { prompts, api } = await createStore();
    api.fail({ on: 'updatePrompt', with: { delay: 1_000 } });
    const first = prompts.update('prompt104', { content: 'First.' });
    const second = prompts.update('prompt104', { content: 'Second.' });
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all([first, second]);
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: true });
    await settle();
    expect(await prompts.get('prompt104')).toMatchObject({
      isStale: false,
      content: api.prompts[0]?.content,
    });
  });

  it('that may have been applied make the prompt stale', async () => {
    const { prompts, api } = await createStore();
    await prompts.get('prompt104');
    api.fail({ on: 'updatePrompt', with: 'reset-after-store' });
    await expect(prompts.update('prompt104', { content: 'New.' })).rejects.toMatchObject({
      outcome: 'unknown',
    });
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: true, content });
    await settle();
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: false, content: 'New.' });
  });

  it('that surely were not applied change nothing', async () => {
    const { prompts, api } = await createStore();
    await prompts.get('prompt104');
    await expect(prompts.update('prompt104', { title: 'x' })).rejects.toThrow();
    expect(await prompts.get('prompt104')).toMatchObject({ isStale: false, content });
    expect(api.requests).toHaveLength(1);
  });

  it('that find no prompt forget it', async () => {
    const { prompts, client } = await createStore();
    await prompts.get('prompt104');
    await client.deletePrompt('prompt104');
    await expect(prompts.update('prompt104', { content: 'x' })).rejects.toBeInstanceOf(
      NotFoundError,
    );
    await expect(prompts.get('prompt104')).rejects.toBeInstanceOf(NotFoundError);
  });
});

it.each([
  [{ ttl: Number.NaN }, 'ttl must be a number of milliseconds from 0 on'],
  [{ ttl: -1 }, 'ttl must be a number of milliseconds from 0 on'],
  [{ ttl: '60' }, 'ttl must be a number of milliseconds from 0 on'],
  [{ fallback: 'prompt104' }, 'fallback must be a list of prompts, or prompts by id'],
  [{ fallback: null }, 'fallback must be a list of prompts, or prompts by id'],
])('refuses %j', (options, reason) => {
  const client = {} as PromptStoreClient;
  expect(() => createPromptStore(client, options as PromptStoreOptions)).toThrow(
    `Failed to create prompt store: ${reason}.`,
  );
});
