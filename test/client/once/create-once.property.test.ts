import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Created,
  CreateLedger,
  type Look,
  type Sent,
} from '../../../src/client/once/create-once.ts';

/** How far the server's clock is from ours. */
const serverSkew = 7 * 60_000;
/** How far a look reaches back before its call, since the server's clock can be read badly only. */
const guess = 10 * 60_000;
const slack = 5_000;

interface StoredRecord extends Created {
  readonly content: string;
}

/** A promise that the test settles. */
interface Pending<T> {
  readonly content: string;
  resolve(value: T): void;
  reject(error: unknown): void;
}

interface PendingSend extends Pending<Sent<StoredRecord, Error>> {
  readonly call: Call;
  stored: StoredRecord | undefined;
}

interface PendingLook extends Pending<Look<StoredRecord>> {
  readonly call: Call;
  /** What the server had when it made the list. */
  snapshot: readonly StoredRecord[] | undefined;
}

interface Call {
  readonly content: string;
  readonly startedAt: number;
  doubtful: boolean;
  abort(): void;
  result: StoredRecord | 'undecided' | undefined;
}

const aborted = new Error('aborted');
const failed = new Error('failed');

/** A ledger, a server that does as it is told, and a clock that stands still until it is moved. */
class World {
  now = 1_000_000;
  readonly stored: StoredRecord[] = [];
  readonly calls: Call[] = [];
  readonly sends: PendingSend[] = [];
  readonly looks: PendingLook[] = [];
  readonly pauses: (() => void)[] = [];
  readonly ledger = new CreateLedger(() => this.now, slack);

  start(content: string): void {
    let abort = (_reason: Error) => {};
    const interruption = new Promise<never>((_, reject) => {
      abort = reject;
    });
    interruption.catch(() => undefined);
    const call: Call = {
      content,
      startedAt: this.now,
      doubtful: false,
      abort: () => abort(aborted),
      result: undefined,
    };
    this.calls.push(call);
    const orAbort = <T>(promise: Promise<T>) => Promise.race([promise, interruption]);
    const created = this.ledger.create<StoredRecord, Error>(content, {
      send: () =>
        orAbort(
          new Promise((resolve, reject) => {
            this.sends.push({ content, call, stored: undefined, resolve, reject });
          }),
        ),
      pause: () => orAbort(new Promise<void>((resolve) => this.pauses.push(resolve))),
      look: () =>
        orAbort(
          new Promise((resolve, reject) => {
            this.looks.push({ content, call, snapshot: undefined, resolve, reject });
          }),
        ),
      wait: orAbort,
    });
    created.then(
      (record) => {
        call.result = record;
      },
      () => {
        call.result = 'undecided';
      },
    );
  }

  store(send: PendingSend): void {
    if (send.stored) return;
    const createdAt = new Date(this.now + serverSkew).toISOString();
    send.stored = { _id: `id${this.stored.length}`, content: send.content, createdAt };
    this.stored.push(send.stored);
  }

  endSend(send: PendingSend, how: 'answer' | 'lose' | 'refuse'): void {
    this.sends.splice(this.sends.indexOf(send), 1);
    if (how === 'answer') this.store(send);
    // What has been stored cannot be refused any more.
    const isLost = how === 'lose' || (how === 'refuse' && send.stored !== undefined);
    send.call.doubtful ||= isLost;
    if (how === 'answer' && send.stored) send.resolve({ record: send.stored });
    else send.resolve({ error: failed, doubtful: send.call.doubtful, again: true });
  }

  takeSnapshot(look: PendingLook): void {
    look.snapshot = this.stored.filter(({ content }) => content === look.content);
  }

  endLook(look: PendingLook): void {
    if (!look.snapshot) this.takeSnapshot(look);
    this.looks.splice(this.looks.indexOf(look), 1);
    const earliest = look.call.startedAt + serverSkew - guess;
    look.resolve({ records: look.snapshot ?? [], earliest });
  }

  /** Lets everything that can go on by itself do so. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }

  check(): void {
    const received = this.calls.flatMap(({ result }) =>
      result === undefined || result === 'undecided' ? [] : [result],
    );
    expect(new Set(received.map(({ _id }) => _id)).size).toBe(received.length);
    for (const call of this.calls) {
      if (typeof call.result === 'object') expect(call.result.content).toBe(call.content);
    }
  }

  /** Lets all calls end well, and counts: one record for each, and at most one for the undecided. */
  async drain(): Promise<void> {
    while (this.calls.some(({ result }) => result === undefined)) {
      for (const resume of this.pauses.splice(0)) resume();
      for (const look of [...this.looks]) this.endLook(look);
      for (const send of [...this.sends]) this.endSend(send, 'answer');
      await this.settle();
      this.check();
    }
    for (const content of contents) {
      const calls = this.calls.filter((call) => call.content === content);
      const resolved = calls.filter(({ result }) => result !== 'undecided').length;
      const stored = this.stored.filter((record) => record.content === content).length;
      expect(stored).toBeGreaterThanOrEqual(resolved);
      expect(stored).toBeLessThanOrEqual(calls.length);
      if (resolved === calls.length) expect(stored).toBe(resolved);
    }
  }
}

const contents = ['Yes', 'No'] as const;

/** A step of the world, on one of the things that are pending; none where nothing is. */
class Step implements fc.AsyncCommand<object, World> {
  readonly name: string;
  readonly run: (_model: object, world: World) => Promise<void>;
  constructor(name: string, act: (world: World) => void) {
    this.name = name;
    this.run = async (_model, world) => {
      act(world);
      await world.settle();
      world.check();
    };
  }
  check = () => true;
  toString = () => this.name;
}

const pick = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];
const step = (name: string, act: (world: World, index: number) => void) =>
  fc.nat({ max: 20 }).map((index) => new Step(`${name} ${index}`, (world) => act(world, index)));

const onSend = (act: (world: World, send: PendingSend) => void) => (world: World, at: number) => {
  const send = pick(world.sends, at);
  if (send) act(world, send);
};
const onLook = (act: (world: World, look: PendingLook) => void) => (world: World, at: number) => {
  const look = pick(world.looks, at);
  if (look) act(world, look);
};

const steps = [
  step('start', (world, index) => world.start(index % 4 === 0 ? contents[1] : contents[0])),
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
  step('resume', (world) => world.pauses.shift()?.()),
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
    onLook((world, look) => {
      world.looks.splice(world.looks.indexOf(look), 1);
      look.reject(failed);
    }),
  ),
  step('pass time', (world, index) => {
    world.now += index * 400;
  }),
  step('abort', (world, index) => pick(world.calls, index)?.abort()),
];

test('each of the calls that send the same at the same time gets a record of its own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
      const world = new World();
      await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
      await world.drain();
    }),
    { numRuns: 3_000 },
  );
}, 60_000);

test('a call does not adopt what an attempt under way may yet receive', async () => {
  const world = new World();
  world.start('Yes');
  world.start('Yes');
  await world.settle();
  const [lost, late] = world.sends as [PendingSend, PendingSend];
  world.store(late);
  world.endSend(lost, 'lose');
  await world.settle();
  world.pauses.shift()?.();
  await world.settle();
  world.endLook(world.looks[0] as PendingLook);
  await world.settle();
  expect(world.calls[0]?.result).toBeUndefined();
  world.endSend(late, 'answer');
  await world.settle();
  expect(world.calls[1]?.result).toBe(late.stored);
  await world.drain();
  expect(world.stored).toHaveLength(2);
});

test('an older call leaves the younger records to younger calls', async () => {
  const world = new World();
  for (let index = 0; index < 2; index += 1) {
    world.start('Yes');
    await world.settle();
    const send = world.sends[0] as PendingSend;
    world.store(send);
    world.endSend(send, 'lose');
    await world.settle();
    world.now += 60_000;
  }
  await world.drain();
  expect(world.stored).toHaveLength(2);
});

test('what was received long ago is not received again, however far a look reaches back', async () => {
  const world = new World();
  world.start('Yes');
  await world.settle();
  world.endSend(world.sends[0] as PendingSend, 'answer');
  await world.settle();
  world.now += slack + 2_000;
  world.start('No');
  await world.drain();
  expect(world.ledger.size).toBe(1);
  world.start('Yes');
  await world.settle();
  world.endSend(world.sends[0] as PendingSend, 'lose');
  await world.drain();
  expect(world.stored).toHaveLength(3);
});

test('what was received is forgotten once no call can take it for its own', async () => {
  const world = new World();
  for (let index = 0; index < 100; index += 1) {
    world.start(`content ${index}`);
    await world.settle();
    for (const send of [...world.sends]) world.endSend(send, 'answer');
    await world.settle();
    world.now += 100;
  }
  expect(world.ledger.size).toBeLessThanOrEqual(slack / 100 + 1);
});
