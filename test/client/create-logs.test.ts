import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import {
  BadRequestError,
  type CreateLogInput,
  type CreateLogsProgress,
  PromptCrafterClient,
  PromptCrafterError,
  PromptCrafterValidationError,
} from '../../src/index.ts';
import { createTestApi, type TestApi } from '../../src/testing/index.ts';

let api: TestApi;
let client: PromptCrafterClient;
let promptId: string;

beforeEach(async () => {
  api = createTestApi();
  const { prompts } = api.seed({ prompts: [{ title: 'History tutor' }] });
  promptId = prompts[0]._id;
  client = new PromptCrafterClient({ fetch: api.fetch, token: await api.token() });
});

const toInput = (index: number): CreateLogInput => ({
  promptId,
  output: `Answer ${index}`,
  modelUsed: 'gpt-4o',
});
const toInputs = (count: number) => Array.from({ length: count }, (_, index) => toInput(index));

async function* generate(count: number) {
  for (let index = 0; index < count; index += 1) yield toInput(index);
}

/** The outputs of stored logs, by the ids in a result. */
const toOutputs = (ids: readonly (string | undefined)[]) => {
  const outputs = new Map(api.logs.map(({ _id, output }) => [_id, output]));
  return ids.map((id) => id && outputs.get(id));
};

test.each([
  ['an array', () => toInputs(50)],
  ['a set', () => new Set(toInputs(50))],
  ['an async generator', () => generate(50)],
])('every log of %s is created, and the ids are in its order', async (_name, toSource) => {
  const { ids, failures } = await client.createLogs(toSource());
  expect(failures).toEqual([]);
  expect(toOutputs(ids)).toEqual(toInputs(50).map(({ output }) => output));
});

test('no more are under way than asked for, and inputs are not taken ahead', async () => {
  let underWay = 0;
  let most = 0;
  let taken = 0;
  let done = 0;
  let mostAhead = 0;
  const counting = new PromptCrafterClient({
    token: await api.token(),
    async fetch(url, init) {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return api.fetch(url, init);
    },
  });
  function* watch() {
    for (const input of toInputs(40)) {
      taken += 1;
      mostAhead = Math.max(mostAhead, taken - done);
      yield input;
    }
  }
  const onProgress = () => {
    done += 1;
  };
  await counting.createLogs(watch(), { concurrency: 5, onProgress });
  expect({ most, mostAhead, done }).toEqual({ most: 5, mostAhead: 5, done: 40 });
});

test('what fails is in the result with its input, and does not stop the others', async () => {
  const inputs = toInputs(20).map((input, index) =>
    index % 5 === 0 ? { ...input, score: 11 } : input,
  );
  const { ids, failures } = await client.createLogs(inputs);
  expect(failures.map(({ index }) => index)).toEqual([0, 5, 10, 15]);
  for (const { index, input, error, outcome } of failures) {
    expect(input).toBe(inputs[index]);
    expect(error).toBeInstanceOf(PromptCrafterValidationError);
    expect(outcome).toBe('not-applied');
    expect(ids[index]).toBeUndefined();
  }
  expect(api.logs).toHaveLength(16);
});

test('what failed can be sent again from the result', async () => {
  api.fail({ on: 'createLog', times: 3, with: { status: 400 } });
  const first = await client.createLogs(toInputs(10));
  const again = await client.createLogs(first.failures.map(({ input }) => input));
  expect(first.failures).toHaveLength(3);
  expect(again.failures).toEqual([]);
  expect(api.logs.map(({ output }) => output).sort()).toEqual(
    toInputs(10).map(({ output }) => output),
  );
});

test('every item is created effectively once, through faults', async () => {
  api.fail({ on: 'createLog', times: 10, with: 'reset-after-store' });
  api.fail({ on: 'createLog', times: 10, with: { status: 503 } });
  const { failures } = await client.createLogs(toInputs(60), { maxRetries: 8 });
  expect(failures).toEqual([]);
  expect(api.logs).toHaveLength(60);
});

test('stopOnError begins nothing new after a failure', async () => {
  api.fail({ on: 'createLog', with: { status: 400 } });
  let isClosed = false;
  function* watch() {
    try {
      yield* toInputs(100);
    } finally {
      isClosed = true;
    }
  }
  const { ids, failures } = await client.createLogs(watch(), {
    concurrency: 2,
    stopOnError: true,
  });
  expect(failures[0]?.error).toBeInstanceOf(BadRequestError);
  expect(ids.length).toBeLessThanOrEqual(4);
  expect(isClosed).toBe(true);
});

test.each([
  ['a failure with stopOnError', { stopOnError: true }],
  ['an abort', { signal: AbortSignal.abort() }],
])('after %s nothing more is asked of a source that is slow', async (_name, options) => {
  api.fail({ on: 'createLog', with: { status: 400 } });
  let asked = 0;
  const source: AsyncIterator<CreateLogInput> = {
    async next() {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { value: toInput(asked) };
    },
  };
  const inputs = { [Symbol.asyncIterator]: () => source };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  void client.createLogs(inputs, options).then(end, end);
  while (!isOver) await vi.advanceTimersByTimeAsync(20);
  const askedUntilThen = asked;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(askedUntilThen);
  // What had been asked for when the first one failed came, and was sent.
  expect(asked).toBeLessThanOrEqual(2);
});

test('progress tells of each item once, with its log or its error', async () => {
  api.fail({ on: 'createLog', with: { status: 400 } });
  const progress: CreateLogsProgress[] = [];
  await client.createLogs(toInputs(5), { onProgress: (item) => progress.push(item) });
  expect(progress.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3, 4]);
  expect(progress.filter(({ error }) => error instanceof BadRequestError)).toHaveLength(1);
  expect(progress.filter(({ log }) => log?.promptId === promptId)).toHaveLength(4);
  expect(progress.at(-1)).toMatchObject({ created: 4, failed: 1 });
});

test('an abort rejects with its own reason, and nothing new is begun', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const run = client.createLogs(toInputs(100), {
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(run).rejects.toBe(reason);
  expect(api.logs.length).toBeLessThanOrEqual(9);
});

test('an abort is not held up by inputs that do not come', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  async function* never(): AsyncGenerator<CreateLogInput> {
    await new Promise(() => {});
  }
  const run = client.createLogs(never(), { signal: controller.signal });
  controller.abort(reason);
  await expect(run).rejects.toBe(reason);
});

/** Ways in which a source fails after its first input. */
const failing: [string, () => unknown][] = [
  [
    'a generator that throws',
    function* () {
      yield toInput(0);
      throw new Error('the file ended');
    },
  ],
  [
    'an asynchronous generator that throws',
    async function* () {
      yield toInput(0);
      throw new Error('the file ended');
    },
  ],
  [
    'a value that cannot be read',
    () =>
      iterate(0, {
        get value() {
          return fail();
        },
      }),
  ],
  [
    'a done that cannot be read',
    () =>
      iterate(0, {
        get done() {
          return fail();
        },
      }),
  ],
  ['a value that rejects', () => [toInput(0), Promise.reject(new Error('the file ended'))]],
];

const fail = (): never => {
  throw new Error('the file ended');
};

/** An iterable whose first results are inputs, and whose last is as told. */
function iterate(count: number, last: object) {
  const results: object[] = [{ value: toInput(count) }, last];
  return { [Symbol.iterator]: () => ({ next: () => results.shift() ?? { done: true } }) };
}

test.each(failing)('%s ends the run with what was created by then', async (_, begin) => {
  const { ok, ids, failures, error } = await client.createLogs(begin() as never);
  expect({ ok, ids, failures }).toEqual({ ok: false, ids: [api.logs[0]?._id], failures: [] });
  expect(error).toBeInstanceOf(PromptCrafterError);
  expect(error).toHaveProperty('cause.message', 'the file ended');
  expect(api.logs).toHaveLength(1);
});

test('a source that cannot be begun ends the run', async () => {
  const { ok, ids, error } = await client.createLogs({ [Symbol.iterator]: fail });
  expect({ ok, ids }).toEqual({ ok: false, ids: [] });
  expect(error).toHaveProperty('cause.message', 'the file ended');
});

test.each([
  ['throws', fail],
  ['rejects', async () => fail()],
])('an onProgress that %s ends the run', async (_, onProgress) => {
  const { ok, ids, error } = await client.createLogs(toInputs(100), { onProgress, concurrency: 2 });
  expect(ok).toBe(false);
  expect(error).toHaveProperty('cause.message', 'the file ended');
  expect(ids.length).toBeLessThanOrEqual(4);
  expect(api.logs.map(({ _id }) => _id).sort()).toEqual([...ids].sort());
});

test('functions give their inputs when their turn comes, several at a time', async () => {
  let running = 0;
  let most = 0;
  const ask = (index: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    if (index === 3) throw new Error('the model is away');
    return toInput(index);
  };
  const asks = Array.from({ length: 8 }, (_, index) => ask(index));
  const { ok, ids, failures } = await client.createLogs(asks, { concurrency: 4 });
  expect(most).toBe(4);
  expect(ok).toBe(false);
  expect(ids.filter((id) => id !== undefined)).toHaveLength(7);
  expect(failures).toMatchObject([{ index: 3, outcome: 'not-applied', input: asks[3] }]);
  expect(failures[0]?.error).toHaveProperty('cause.message', 'the model is away');
});

test('a run of inputs that are refused lets timers and its signal have their turn', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  function* endless() {
    for (;;) yield {} as CreateLogInput;
  }
  setTimeout(() => controller.abort(reason), 20);
  const run = client.createLogs(endless(), { signal: controller.signal });
  await expect(run).rejects.toBe(reason);
});

test('a source that fails is asked no more', async () => {
  let asked = 0;
  const broken: Iterator<CreateLogInput> = {
    next() {
      asked += 1;
      if (asked === 1) throw new Error('the file ended');
      return { value: toInput(asked) };
    },
  };
  const inputs = { [Symbol.iterator]: () => broken };
  const { error } = await client.createLogs(inputs);
  expect(error).toHaveProperty('cause.message', 'the file ended');
  expect(asked).toBe(1);
  expect(api.logs).toEqual([]);
});

test('a source may promise its inputs in any way', async () => {
  let asked = 0;
  const inputs = {
    [Symbol.asyncIterator]: () => ({
      next: () => ({
        // biome-ignore lint/suspicious/noThenProperty: it is what is tried
        then(resolve: (result: IteratorResult<CreateLogInput>) => void) {
          asked += 1;
          resolve(asked > 3 ? { done: true, value: undefined } : { value: toInput(asked) });
        },
      }),
    }),
  };
  const { ids } = await client.createLogs(inputs as never);
  expect(toOutputs(ids)).toEqual(['Answer 1', 'Answer 2', 'Answer 3']);
});

test('a source is let go of when a run ends early, and fails for nobody at it', async () => {
  let returned = 0;
  const watch = (inputs: CreateLogInput[]) => {
    const iterator: Iterator<CreateLogInput> = inputs.values();
    const next = () => iterator.next();
    const close = () => {
      returned += 1;
      throw new Error('the file cannot be closed');
    };
    return { [Symbol.iterator]: () => ({ next, return: close }) };
  };
  const { ids } = await client.createLogs(watch(toInputs(3)));
  expect(ids).toHaveLength(3);
  expect(returned).toBe(0);

  api.fail({ on: 'createLog', with: { status: 400 } });
  const { failures } = await client.createLogs(watch(toInputs(100)), { stopOnError: true });
  expect(failures).toHaveLength(1);
  expect(returned).toBe(1);
});

test('options that are null are none', async () => {
  const { ids } = await client.createLogs(toInputs(2), null as never);
  expect(ids).toHaveLength(2);
});

test.each([
  ['a concurrency without end', toInputs(1), { concurrency: Number.MAX_SAFE_INTEGER }],
  ['concurrency 0', [], { concurrency: 0 }],
  ['a fraction of a concurrency', [], { concurrency: 1.5 }],
  ['inputs that are no list', 5 as never, {}],
])('%s is refused', async (_name, inputs, options) => {
  const error = await client.createLogs(inputs, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PromptCrafterValidationError);
});
