import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CreateLogInput,
  PromptCrafterClient,
  PromptCrafterError,
} from '../../../src/index.ts';
import { createRandom } from '../../../src/testing/random.ts';

/** 2 000 with `MANY=1`; by default as many as find what was ever found here. */
const total = process.env.MANY ? 2_000 : 300;
const minute = 60_000;

interface Stored {
  _id: string;
  promptId: string;
  output: string;
  modelUsed: string;
  notes?: string;
  createdAt: string;
}

/** How a server differs from the one of the contract. */
interface Manner {
  /** What it stores of a text. */
  readonly keep?: (text: string) => string;
  /** What it stores where there are no notes. */
  readonly notes?: string;
  /** Its clock, from ours; `index` counts answers. */
  readonly now?: (ours: number, index: number) => number;
  /** Its `Date` header; none for `null`. */
  readonly date?: (now: number, index: number) => string | null;
  /** What it lists of what it has. */
  readonly list?: (stored: readonly Stored[], ours: number) => readonly Stored[];
}

const manners: [string, Manner][] = [
  ['keeps to the contract', {}],
  ['has no readable clock', { date: () => null }],
  ['trims texts', { keep: (text) => text.trim() }],
  ['normalises Unicode', { keep: (text) => text.normalize('NFC') }],
  ['normalises line ends', { keep: (text) => text.replace(/\r\n/g, '\n') }],
  ['cuts long texts', { keep: (text) => text.slice(0, 100) }],
  ['folds case', { keep: (text) => text.toLowerCase() }],
  ['fills in empty notes', { notes: '' }],
  ['lists in pages, the oldest first', { list: (stored) => stored.slice(0, 50) }],
  ['lists in pages, the youngest last', { list: (stored) => stored.slice(-20) }],
  ['lists what is a second old', { list: (stored, ours) => olderThan(stored, ours - 1_000) }],
  ['lists what is a minute old', { list: (stored, ours) => olderThan(stored, ours - minute) }],
  ['says nonsense about the time', { date: () => '2 hours ago' }],
  ['says a time of long ago', { date: () => 'Thu, 01 Jan 1970 00:00:00 GMT' }],
  ['says a time minutes off', { date: (now) => new Date(now - 10 * minute).toUTCString() }],
  ['is hours ahead', { now: (ours) => ours + 180 * minute }],
  [
    'is minutes behind, and does not say so',
    { now: (ours) => ours - 20 * minute, date: () => null },
  ],
  ['jumps back', { now: (ours, index) => ours - (index > 150 ? 30 * minute : 0) }],
  [
    'jumps back in silence',
    { now: (ours, index) => ours - (index > 150 ? 30 * minute : 0), date: () => null },
  ],
  ['is two machines', { now: (ours, index) => ours + (index % 2) * 5 * minute }],
];

const olderThan = (stored: readonly Stored[], time: number) =>
  stored.filter(({ createdAt }) => Date.parse(createdAt) < time);

/** A server in memory that loses one answer in four, half of them after it has stored. */
class Server {
  readonly stored: (Stored & { readonly call: string })[] = [];
  readonly #manner: Manner;
  readonly #random = createRandom(11);
  #answers = 0;

  constructor(manner: Manner) {
    this.#manner = manner;
    // What an earlier run has logged: the same words, hours and minutes ago.
    for (const ago of [300, 30, 10, 2])
      this.#store('before', { ...toInput(0) }, Date.now() - ago * minute);
  }

  readonly fetch = async (
    _url: string,
    init: { method: string; body?: string; headers: Record<string, string> },
  ) => {
    const { keep = (text: string) => text, list = (all: readonly Stored[]) => all } = this.#manner;
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = this.#now();
    if (init.method === 'GET') {
      const all = this.stored.map(({ call: _, ...log }) => log);
      return this.#answer(200, list(all, Date.now()), now);
    }
    const fate = this.#random();
    if (fate < 0.12) throw reset();
    const input = JSON.parse(init.body ?? '') as CreateLogInput;
    const log = this.#store(
      init.headers['x-call'] ?? '',
      { ...input, output: keep(input.output) },
      now,
    );
    if (fate < 0.25) throw reset();
    const { call: _, ...answer } = log;
    return this.#answer(201, answer, now);
  };

  #now(): number {
    this.#answers += 1;
    return this.#manner.now?.(Date.now(), this.#answers) ?? Date.now();
  }

  #store(call: string, input: CreateLogInput, now: number) {
    const { notes = this.#manner.notes, ...rest } = input;
    const log = {
      _id: `log${this.stored.length}`,
      call,
      ...(rest as Omit<Stored, '_id'>),
      ...(notes !== undefined && { notes }),
      createdAt: new Date(now).toISOString(),
    };
    this.stored.push(log);
    return log;
  }

  #answer(status: number, body: unknown, now: number): Response {
    const date = this.#manner.date
      ? this.#manner.date(now, this.#answers)
      : new Date(now).toUTCString();
    return Response.json(body, { status, ...(date !== null && { headers: { date } }) });
  }
}

const reset = () => {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return new TypeError('fetch failed', { cause });
};

/** Every fourth says the same; the others are told apart, by what some servers change. */
const toInput = (index: number): CreateLogInput => ({
  promptId: 'prompt104',
  output: index % 4 === 0 ? 'Yes. ' : `Answer ${index}:\r\ne\u0301 ${'long '.repeat(30)} `,
  modelUsed: 'gpt-4o',
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe.each(manners)('a server that %s', (_, manner) => {
  it('stores nothing twice in silence, and no caller gets a log that is not its own', async () => {
    const server = new Server(manner);
    const client = new PromptCrafterClient({
      baseUrl: 'http://localhost',
      token: 'a-token-of-the-test',
      fetch: server.fetch,
      timeout: 10 * minute,
      maxRetries: 6,
    });
    const received: { index: number; id: string; output: string }[] = [];
    const unknown: number[] = [];
    let done = false;
    let next = 0;
    async function work() {
      for (let index = next++; index < total; index = next++) {
        try {
          const log = await client.createLog(toInput(index), { headers: { 'x-call': `${index}` } });
          received.push({ index, id: log._id, output: log.output });
        } catch (error) {
          if (!(error instanceof PromptCrafterError) || error.outcome !== 'unknown') throw error;
          unknown.push(index);
        }
      }
    }
    const run = Promise.all(Array.from({ length: 5 }, work)).finally(() => {
      done = true;
    });
    while (!done) await vi.advanceTimersByTimeAsync(100);
    await run;

    expect(received.length + unknown.length).toBe(total);
    expect(new Set(received.map(({ id }) => id)).size).toBe(received.length);
    const origins = new Map(server.stored.map(({ _id, call }) => [_id, call]));
    const wrong = received.filter(({ index, id }) => {
      const origin = origins.get(id);
      const isOld = origin === 'before';
      // Callers that send the same may receive each other's.
      return isOld || toInput(Number(origin)).output !== toInput(index).output;
    });
    expect(wrong).toEqual([]);
    for (const isSame of [true, false]) {
      const has = (index: number) => (index % 4 === 0) === isSame;
      const stored = server.stored.filter(
        ({ call }) => call !== 'before' && has(Number(call)),
      ).length;
      const mayBe = received.filter(({ index }) => has(index)).length + unknown.filter(has).length;
      expect(stored).toBeLessThanOrEqual(mayBe);
      expect(stored).toBeGreaterThanOrEqual(received.filter(({ index }) => has(index)).length);
    }
    // A client that gave up on every doubt would pass all else.
    if (manner === manners[0]?.[1]) expect(unknown).toEqual([]);
  });
});
