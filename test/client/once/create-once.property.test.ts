import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Log, PromptCrafterClient } from '../../../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** How far the server's clock is from ours. */
const serverSkew = 7 * 60_000;

/** A request that the test answers. */
interface Pending {
  readonly output: string | undefined;
  /** Of a create: the log that came of it. */
  stored: Log | undefined;
  /** Of a list: what the server had when it made the list. */
  snapshot: readonly Log[] | undefined;
  readonly respond: (response: Response) => void;
  readonly fail: (error: unknown) => void;
}

interface Call {
  readonly output: string;
  readonly controller: AbortController;
  result: Log | 'undecided' | undefined;
}

const reset = () =>
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
  });

/** A client, and a server that does as it is told. */
class World {
  readonly stored: Log[] = [];
  readonly calls: Call[] = [];
  sends: Pending[] = [];
  looks: Pending[] = [];
  adopted = 0;
  readonly client = new PromptCrafterClient({
    baseUrl: 'http://localhost',
    token: 'a-token-of-the-test',
    maxRetries: 1_000,
    timeout: 3_600_000,
    attemptTimeout: 3_600_000,
    fetch: (_url, { method, body }) =>
      new Promise<Response>((respond, fail) => {
        const output = body && (JSON.parse(body) as Log).output;
        const pending: Pending = { output, stored: undefined, snapshot: undefined, respond, fail };
        (method === 'POST' ? this.sends : this.looks).push(pending);
      }),
  });

  start(output: string): void {
    const call: Call = { output, controller: new AbortController(), result: undefined };
    this.calls.push(call);
    const input = { promptId: 'prompt104', output, modelUsed: 'gpt-4o' };
    this.client.createLog(input, { signal: call.controller.signal }).then(
      (log) => {
        call.result = log;
      },
      () => {
        call.result = 'undecided';
      },
    );
  }

  store(send: Pending): void {
    if (send.stored) return;
    const createdAt = new Date(Date.now() + serverSkew).toISOString();
    const _id = `log${this.stored.length}`;
    send.stored = {
      _id,
      promptId: 'prompt104',
      output: send.output ?? '',
      modelUsed: 'gpt-4o',
      createdAt,
    };
    this.stored.push(send.stored);
  }

  endSend(send: Pending, how: 'answer' | 'lose' | 'refuse'): void {
    this.sends = this.sends.filter((other) => other !== send);
    if (how === 'answer') this.store(send);
    // What has been stored cannot be refused any more.
    if (how === 'answer') send.respond(this.#respond(201, send.stored));
    else if (how === 'lose' || send.stored) send.fail(reset());
    else send.respond(this.#respond(429, { error: 'Too many' }));
  }

  takeSnapshot(look: Pending): void {
    look.snapshot ??= [...this.stored];
  }

  endLook(look: Pending): void {
    this.takeSnapshot(look);
    this.looks = this.looks.filter((other) => other !== look);
    look.respond(this.#respond(200, look.snapshot));
  }

  failLook(look: Pending): void {
    this.looks = this.looks.filter((other) => other !== look);
    look.fail(reset());
  }

  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
    await this.settle();
  }

  /** Lets everything that can go on by itself do so. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  check(): void {
    const received = this.calls.flatMap(({ result }) => (typeof result === 'object' ? result : []));
    expect(new Set(received.map(({ _id }) => _id)).size).toBe(received.length);
    for (const { output, result } of this.calls) {
      if (typeof result === 'object') expect(result.output).toBe(output);
    }
  }

  /** Lets all calls end well, and counts: one log for each, and at most one for the undecided. */
  async drain(): Promise<void> {
    while (this.calls.some(({ result }) => result === undefined)) {
      for (const look of this.looks) this.endLook(look);
      for (const send of this.sends) this.endSend(send, 'answer');
      await this.pass(9_000);
      this.check();
    }
    for (const output of outputs) {
      const calls = this.calls.filter((call) => call.output === output);
      const resolved = calls.filter(({ result }) => result !== 'undecided').length;
      const stored = this.stored.filter((log) => log.output === output).length;
      expect(stored).toBeGreaterThanOrEqual(resolved);
      expect(stored).toBeLessThanOrEqual(calls.length);
      if (resolved === calls.length) expect(stored).toBe(resolved);
    }
  }

  #respond(status: number, body: unknown): Response {
    const date = new Date(Date.now() + serverSkew).toUTCString();
    return Response.json(body, { status, headers: { date } });
  }
}

const outputs = ['Yes', 'No'] as const;

/** A step of the world, on one of the things that are pending; none where nothing is. */
class Step implements fc.AsyncCommand<object, World> {
  readonly name: string;
  readonly run: (_model: object, world: World) => Promise<void>;
  constructor(name: string, act: (world: World) => void | Promise<void>) {
    this.name = name;
    this.run = async (_model, world) => {
      await act(world);
      await world.settle();
      world.check();
    };
  }
  check = () => true;
  toString = () => this.name;
}

const pick = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];
const step = (name: string, act: (world: World, index: number) => void | Promise<void>) =>
  fc.nat({ max: 20 }).map((index) => new Step(`${name} ${index}`, (world) => act(world, index)));

const onSend = (act: (world: World, send: Pending) => void) => (world: World, at: number) => {
  const send = pick(world.sends, at);
  if (send) act(world, send);
};
const onLook = (act: (world: World, look: Pending) => void) => (world: World, at: number) => {
  const look = pick(world.looks, at);
  if (look) act(world, look);
};

const steps = [
  step('start', (world, index) => world.start(outputs[index % 4 === 0 ? 1 : 0])),
  step(
    'store',
    onSend((world, send) => world.store(send)),
  ),
  step(
    'answer',
    onSend((world, send) => world.endSend(send, 'answer')),
  ),
  step(
    'lose',
    onSend((world, send) => world.endSend(send, 'lose')),
  ),
  step(
    'refuse',
    onSend((world, send) => world.endSend(send, 'refuse')),
  ),
  step(
    'list',
    onLook((world, look) => world.takeSnapshot(look)),
  ),
  step(
    'answer look',
    onLook((world, look) => world.endLook(look)),
  ),
  step(
    'fail look',
    onLook((world, look) => world.failLook(look)),
  ),
  step('pass time', (world, index) => world.pass(index * 100)),
  step('abort', (world, index) => pick(world.calls, index)?.controller.abort()),
];

test('each of the calls that send the same at the same time gets a log of its own', async () => {
  const ends = { decided: 0, undecided: 0, aborted: 0, adopted: 0 };
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
      const world = new World();
      await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
      await world.drain();
      for (const { result, controller } of world.calls) {
        if (controller.signal.aborted) ends.aborted += 1;
        else ends[result === 'undecided' ? 'undecided' : 'decided'] += 1;
      }
    }),
    { numRuns: 500 },
  );
  // A client that gave up on every doubt would pass all else.
  expect(ends.decided).toBeGreaterThan(20 * ends.undecided);
}, 60_000);

test('a call does not adopt what an attempt under way may yet receive', async () => {
  const world = new World();
  world.start('Yes');
  world.start('Yes');
  await world.settle();
  const [lost, late] = world.sends as [Pending, Pending];
  world.store(late);
  world.endSend(lost, 'lose');
  await world.pass(1_000);
  world.endLook(world.looks[0] as Pending);
  await world.settle();
  expect(world.calls[0]?.result).toBeUndefined();
  world.endSend(late, 'answer');
  await world.settle();
  expect(world.calls[1]?.result).toEqual(late.stored);
  await world.drain();
  expect(world.stored).toHaveLength(2);
});

test('an older call leaves the younger logs to younger calls', async () => {
  const world = new World();
  world.start('No');
  await world.settle();
  for (const send of world.sends) world.endSend(send, 'answer');
  for (let index = 0; index < 2; index += 1) {
    world.start('Yes');
    await world.settle();
    const send = world.sends[0] as Pending;
    world.store(send);
    world.endSend(send, 'lose');
    await world.pass(60_000);
  }
  await world.drain();
  expect(world.stored).toHaveLength(3);
});

test('what was received long ago is not received again', async () => {
  const world = new World();
  for (const how of ['answer', 'lose'] as const) {
    world.start('Yes');
    await world.settle();
    world.endSend(world.sends[0] as Pending, how);
    await world.pass(7_000);
  }
  await world.drain();
  expect(world.stored).toHaveLength(2);
});
