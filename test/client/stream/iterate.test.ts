import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FetchResponse } from '../../../src/client/fetch-function.ts';
import {
  NotFoundError,
  PromptCrafterClient,
  PromptCrafterConnectionError,
  PromptCrafterResponseError,
  PromptCrafterTimeoutError,
} from '../../../src/index.ts';
import { createTestApi, type Listener, type TestApi } from '../../../src/testing/index.ts';

let api: TestApi;
let server: Listener;
let client: PromptCrafterClient;

beforeEach(async () => {
  api = createTestApi();
  server = await api.listen();
});

afterEach(() => server.close());

/** A client of an API that holds that many logs of one prompt. */
async function seedLogs(count: number): Promise<string> {
  const { prompts } = api.seed({
    prompts: [{ title: 'History tutor' }],
    logs: Array.from({ length: count }, (_, index) => ({ output: `Answer "${index}"` })),
  });
  client = new PromptCrafterClient({ baseUrl: server.url, token: await api.token() });
  return prompts[0]._id;
}

const record = {
  _id: 'log1',
  promptId: 'prompt104',
  output: 'Yes',
  modelUsed: 'gpt-4o',
  createdAt: '2026-01-01T00:00:00Z',
};

/** A client whose API answers with these pieces, and then as told. */
function createPieceClient(
  pieces: string[],
  end: 'close' | 'error' | 'stall',
  onCancel = () => {},
) {
  const fetch = async (): Promise<FetchResponse> => {
    const left = pieces.map((piece) => new TextEncoder().encode(piece));
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const piece = left.shift();
          if (piece) controller.enqueue(piece);
          else if (end === 'close') controller.close();
          else if (end === 'error') controller.error(new TypeError('terminated'));
          else return new Promise(() => {});
        },
        cancel: onCancel,
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { status: 200 });
  };
  return new PromptCrafterClient({ fetch, token: 'token', attemptTimeout: 50, maxRetries: 0 });
}

/** What a loop saw, and what it ended with. */
async function collect<T>(records: AsyncIterable<T>) {
  const seen: T[] = [];
  try {
    for await (const item of records) seen.push(item);
    return { seen };
  } catch (error) {
    return { seen, error };
  }
}

test('iterateLogs delivers the logs of a prompt in the order of getLogsByPrompt', async () => {
  const promptId = await seedLogs(3_000);
  const { seen, error } = await collect(client.iterateLogs(promptId));
  expect(error).toBeUndefined();
  expect(seen).toEqual(await client.getLogsByPrompt(promptId));
});

test('iterateLogs without a prompt delivers all logs, and iteratePrompts all prompts', async () => {
  await seedLogs(3);
  expect((await collect(client.iterateLogs())).seen).toEqual(await client.getLogs());
  expect((await collect(client.iteratePrompts())).seen).toEqual(await client.getPrompts());
});

test('nothing is sent before the first record is asked for', async () => {
  await seedLogs(1);
  client.iterateLogs();
  await client.getPrompts();
  expect(api.requests.map(({ operation }) => operation)).toEqual(['getPrompts']);
});

test('an empty list delivers nothing', async () => {
  const { seen, error } = await collect(createPieceClient([' [ ', ' ] '], 'close').iterateLogs());
  expect({ seen, error }).toEqual({ seen: [], error: undefined });
});

test('a prompt without logs is a 404, as with getLogsByPrompt', async () => {
  const promptId = await seedLogs(0);
  const { error } = await collect(client.iterateLogs(promptId));
  expect(error).toBeInstanceOf(NotFoundError);
});

test('what fails before the first record is tried again', async () => {
  const promptId = await seedLogs(2);
  api.fail({ on: 'getLogsByPrompt', with: { status: 503 } });
  api.fail({ on: 'getLogsByPrompt', with: 'reset' });
  expect((await collect(client.iterateLogs(promptId))).seen).toHaveLength(2);
});

test('null optionals are absent and unknown fields are kept', async () => {
  const text = JSON.stringify([{ ...record, notes: null, score: null, more: 1 }]);
  const { seen } = await collect(createPieceClient([text], 'close').iterateLogs());
  expect(seen).toEqual([{ ...record, more: 1 }]);
});

test('records come whole, however the list is cut into pieces', async () => {
  const logs = [record, { ...record, output: 'a "quote", a \\ and a 🎉 ]}' }, record];
  const bytes = new TextEncoder().encode(JSON.stringify(logs));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const fetch = async () => new Response(body, { status: 200 });
  const { seen } = await collect(new PromptCrafterClient({ fetch, token: 't' }).iterateLogs());
  expect(seen).toEqual(logs);
});

describe('the records that did arrive come before the error when', () => {
  const text = JSON.stringify(record);

  test.each([
    ['the connection breaks', createPieceClient([`[${text},${text},`], 'error')],
    ['the list ends too early', createPieceClient([`[${text},${text},{"_id":`], 'close')],
    ['the list ends between records', createPieceClient([`[${text},${text}`, ',', text], 'close')],
  ])('%s', async (_name, broken) => {
    const { seen, error } = await collect(broken.iterateLogs());
    expect(seen).toEqual([record, record]);
    expect(error).toBeInstanceOf(PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'not-applied', route: '/logs', method: 'GET' });
  });

  test('no more comes', async () => {
    const { seen, error } = await collect(createPieceClient([`[${text},`], 'stall').iterateLogs());
    expect(seen).toEqual([record]);
    expect(error).toBeInstanceOf(PromptCrafterTimeoutError);
  });

  test.each([
    ['a record is not what it is documented to be', '{"_id":1}', '[1]._id'],
    ['a record is no JSON', 'nonsense', '[1]'],
  ])('%s', async (_name, wrong, path) => {
    const broken = createPieceClient([`[${text},${wrong},${text}]`], 'close');
    const { seen, error } = await collect(broken.iterateLogs());
    expect(seen).toEqual([record]);
    expect(error).toBeInstanceOf(PromptCrafterResponseError);
    expect((error as PromptCrafterResponseError).issues[0]).toMatchObject({ path });
  });
});

test('an answer that is no list is refused', async () => {
  const { error } = await collect(createPieceClient(['{"logs":[]}'], 'close').iterateLogs());
  expect(error).toBeInstanceOf(PromptCrafterResponseError);
});

test('leaving the loop cancels the answer', async () => {
  let isCancelled = false;
  const endless = createPieceClient([`[${JSON.stringify(record)},`], 'stall', () => {
    isCancelled = true;
  });
  for await (const log of endless.iterateLogs()) {
    expect(log).toEqual(record);
    break;
  }
  expect(isCancelled).toBe(true);
});

test('an abort ends the loop with its own reason', async () => {
  const promptId = await seedLogs(3_000);
  const reason = new Error('enough');
  const controller = new AbortController();
  const records = client.iterateLogs(promptId, { signal: controller.signal });
  const seen: unknown[] = [];
  const loop = (async () => {
    for await (const log of records) {
      seen.push(log);
      controller.abort(reason);
    }
  })();
  await expect(loop).rejects.toBe(reason);
  expect(seen).toHaveLength(1);
});

describe('of the time for a list', () => {
  const piece = `${JSON.stringify(record)},`;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('what the caller takes for a record does not count', async () => {
    const pieces = ['[', piece, piece, JSON.stringify(record), ']'];
    const records = createPieceClient(pieces, 'close').iterateLogs(undefined, { timeout: 200 });
    let count = 0;
    for await (const _log of records) {
      count += 1;
      await vi.advanceTimersByTimeAsync(60_000);
    }
    expect(count).toBe(3);
  });

  test('what the API takes between two records does, by attempt and by call', async () => {
    const stalling = createPieceClient(['[', piece], 'stall');
    const limits = [
      [{ timeout: 200, attemptTimeout: 70 }, 'within 70 ms', 70],
      [{ timeout: 200, attemptTimeout: 300 }, 'within 200 ms', 200],
    ] as const;
    for (const [options, text, expected] of limits) {
      const collected = collect(stalling.iterateLogs(undefined, options));
      const begin = performance.now();
      let ended = Number.NaN;
      void collected.then(() => (ended = performance.now() - begin));
      await vi.advanceTimersByTimeAsync(1_000);
      const { seen, error } = await collected;
      expect(seen).toEqual([record]);
      expect(error).toBeInstanceOf(PromptCrafterTimeoutError);
      expect((error as Error).message).toContain(text);
      expect(ended).toBe(expected);
    }
  });
});
