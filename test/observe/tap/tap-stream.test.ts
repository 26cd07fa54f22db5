import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tapStream } from '../../../src/observe/tap/tap-stream.ts';

/** What a source does when it is asked: gives a chunk, at once or later, or comes to its end. */
type Step = 'now' | 'later' | 'close' | 'error' | 'later error' | 'hang';

/** What a reader does. */
type Act = 'read' | 'read twice' | 'cancel' | 'wait';

interface Play {
  readonly kind: 'default' | 'bytes';
  readonly highWaterMark: number;
  readonly steps: readonly Step[];
  readonly acts: readonly Act[];
  readonly isByob: boolean;
}

const failure = new Error('The source failed.');

/** Lets everything happen that can. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function createSource({ kind, highWaterMark, steps }: Play) {
  const rest = [...steps];
  const events: unknown[] = [];
  let count = 0;
  const source = {
    async pull(controller: ReadableStreamDefaultController | ReadableByteStreamController) {
      const step = rest.shift() ?? 'close';
      events.push(step);
      if (step.startsWith('later')) await new Promise((resolve) => setImmediate(resolve));
      if (step === 'hang') return new Promise<void>(() => {});
      if (step.endsWith('error')) controller.error(failure);
      else if (step === 'close') {
        controller.close();
        if ('byobRequest' in controller) controller.byobRequest?.respond(0);
      } else {
        count += 1;
        const bytes = new Uint8Array([count, count, count]);
        controller.enqueue(kind === 'bytes' ? bytes : ({ count } as never));
      }
      return undefined;
    },
    cancel(reason: unknown) {
      events.push(['cancel', reason]);
    },
  };
  const stream: ReadableStream =
    kind === 'bytes'
      ? new ReadableStream({ type: 'bytes', ...source }, { highWaterMark })
      : new ReadableStream(source, { highWaterMark });
  return { stream, events };
}

/** Plays the reader's acts on a stream, and tells all that it sees. */
async function play(stream: ReadableStream, { acts, isByob, kind }: Play) {
  const seen: unknown[] = [];
  const byob = isByob && kind === 'bytes';
  const reader = byob ? stream.getReader({ mode: 'byob' }) : stream.getReader();
  const read = () =>
    'read' in reader && byob
      ? (reader as ReadableStreamBYOBReader).read(new Uint8Array(2))
      : (reader as ReadableStreamDefaultReader).read();
  const note = (what: string, promise: Promise<unknown>) =>
    promise.then(
      (value) => seen.push([what, value]),
      (error) => seen.push([`${what} failed`, error]),
    );
  note('closed', reader.closed);
  for (const act of acts) {
    if (act === 'cancel') note('cancel', reader.cancel('Enough.'));
    else if (act !== 'wait') note('read', read());
    if (act === 'read twice') note('read', read());
    await settle();
    seen.push('---');
  }
  return seen;
}

const steps: readonly Step[] = ['now', 'now', 'later', 'later', 'close', 'later error', 'hang'];
const step = fc.constantFrom(...steps);
const act = fc.constantFrom<Act>('read', 'read', 'read twice', 'wait', 'cancel');
const plays = fc.record<Play>({
  kind: fc.constantFrom('default', 'bytes'),
  highWaterMark: fc.constantFrom(0, 1, 5),
  steps: fc.array(step, { maxLength: 6 }),
  // Whoever leaves a stream that has failed before the first read hears of that, and reads an end.
  acts: fc
    .array(act, { minLength: 1, maxLength: 7 })
    .filter((acts) => acts.find((name) => name !== 'wait') !== 'cancel'),
  isByob: fc.boolean(),
});

/**
 * What a reader can act on, turn by turn: what it read, and whether `closed` has said by then that the
 * stream failed. Before the first read, and of a stream that is closed, it may not have said so.
 */
function toTurns(seen: readonly unknown[]) {
  const turns: { reads: unknown[]; failed: boolean }[] = [];
  let failed = false;
  let reads: unknown[] = [];
  for (const entry of seen) {
    if (Array.isArray(entry) && entry[0] === 'closed failed') failed = true;
    else if (Array.isArray(entry) && entry[0] !== 'closed') reads.push(entry);
    if (entry !== '---') continue;
    const hasBegun = turns.some((turn) => turn.reads.length > 0) || reads.length > 0;
    turns.push({ reads, failed: hasBegun && failed });
    reads = [];
  }
  return turns;
}

describe('a stream that is looked at', () => {
  it('gives what the source gives, however it is read, and asks it for no more', async () => {
    await fc.assert(
      fc.asyncProperty(plays, async ({ isByob, ...rest }) => {
        // How much of what is queued fits into a reader's buffer at a time is not held to.
        const given = { ...rest, isByob, ...(isByob && { highWaterMark: 0 }) };
        const bare = createSource(given);
        const bareSeen = await play(bare.stream, given);
        const looked = createSource(given);
        const tapped: unknown[] = [];
        const stream = tapStream(looked.stream, undefined, {
          see: (chunk) => tapped.push(structuredClone(chunk)),
          end: (how) => tapped.push(how),
        });
        const lookedSeen = await play(stream, given);
        expect(toTurns(lookedSeen)).toEqual(toTurns(bareSeen));
        expect(looked.events).toEqual(bare.events);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives the chunk that comes with a failure', async () => {
    const given = { kind: 'default', highWaterMark: 1, acts: ['read', 'read', 'read'] } as const;
    const failing = { ...given, steps: ['now', 'now', 'error'], isByob: false } as const;
    const bare = await play(createSource(failing).stream, failing);
    const { stream } = createSource(failing);
    const looked = await play(tapStream(stream, undefined, { see() {}, end() {} }), failing);
    expect(toTurns(looked)).toEqual(toTurns(bare));
    expect(toTurns(bare).map(({ reads }) => reads)).toEqual([
      [['read', { done: false, value: { count: 1 } }]],
      [['read', { done: false, value: { count: 2 } }]],
      [['read failed', failure]],
    ]);
  });

  it('is told of each chunk, and once of the end', async () => {
    for (const [last, how] of [
      ['close', 'complete'],
      ['error', 'error'],
    ] as const) {
      const given = { kind: 'default', highWaterMark: 1, steps: ['now', 'later', last] } as const;
      const { stream } = createSource({ ...given, acts: [], isByob: false });
      const told: unknown[] = [];
      const tapped = tapStream(stream, undefined, {
        see: (chunk) => told.push(chunk),
        end: (...end) => told.push(end),
      });
      await play(tapped, {
        ...given,
        acts: ['read', 'read', 'read', 'read', 'cancel'],
        isByob: false,
      });
      const end = how === 'error' ? [how, failure] : [how];
      expect(told).toEqual([{ count: 1 }, { count: 2 }, end]);
    }
  });

  it('is told that its reader left', async () => {
    const given = { kind: 'default', highWaterMark: 1, steps: ['now', 'hang'] } as const;
    const { stream } = createSource({ ...given, acts: [], isByob: false });
    const told: unknown[] = [];
    const tapped = tapStream(stream, undefined, {
      see: (chunk) => told.push(chunk),
      end: (...end) => told.push(end),
    });
    await play(tapped, { ...given, acts: ['read twice', 'cancel'], isByob: false });
    expect(told).toEqual([{ count: 1 }, ['aborted', 'Enough.']]);
  });

  it('is left before it is read', async () => {
    const given = {
      kind: 'bytes',
      highWaterMark: 0,
      steps: ['now'],
      acts: ['cancel', 'read'],
    } as const;
    const { stream, events } = createSource({ ...given, isByob: false });
    const tapped = tapStream(stream, undefined, { see() {}, end() {} });
    const seen = await play(tapped, { ...given, isByob: false });
    expect(toTurns(seen).map(({ reads }) => reads)).toEqual([
      [['cancel', undefined]],
      [['read', { done: true, value: undefined }]],
    ]);
    expect(events).toEqual([['cancel', 'Enough.']]);
  });

  it('does not lock its source before it is read', async () => {
    const { stream } = createSource({
      kind: 'bytes',
      highWaterMark: 0,
      steps: ['now'],
      acts: [],
      isByob: false,
    });
    const tapped = tapStream(stream, undefined, { see() {}, end() {} });
    await settle();
    expect(stream.locked).toBe(false);
    await tapped.getReader().read();
    expect(stream.locked).toBe(true);
  });
});
