import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerClock } from '../../src/core/server-clock.ts';

/** The moment of our own clock at which every test begins. */
const start = Date.UTC(2026, 10, 26);
const minute = 60_000;
const day = 24 * 60 * minute;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});

afterEach(() => {
  vi.useRealTimers();
});

const toText = (time: number) => new Date(time).toISOString();
const withDate = (time: number) => new Headers({ date: new Date(time).toUTCString() });

/** A clock that was told of creates and of headers: how far the server's is ahead, and when. */
function createClock({ records = [], dates = [] }: { records?: Told[]; dates?: Told[] }) {
  const clock = new ServerClock();
  for (const { ahead, at = 0, took = 0 } of dates) {
    clock.observe(withDate(start + at + ahead), at - took, at);
  }
  for (const { ahead, at = 0, took = 0 } of records) {
    clock.observeRecord(toText(start + at + ahead), at - took, at);
  }
  return clock;
}

interface Told {
  readonly ahead: number;
  /** In ms after the start. */
  readonly at?: number;
  /** How long the answer took. */
  readonly took?: number;
}

describe('a record', () => {
  const ahead = 7 * minute;

  it.each([
    ['a create', { records: [{ ahead }] }],
    ['several creates', { records: [0, 5_000, 10_000].map((at) => ({ ahead, at })) }],
    [
      'a slow create and a quick one',
      {
        records: [
          { ahead, took: 9_000 },
          { ahead, at: 5_000 },
        ],
      },
    ],
    ['a header', { dates: [{ ahead }] }],
    ['a header of another machine', { records: [{ ahead }], dates: [{ ahead: -3 * minute }] }],
  ])('is new or old by the clock that %s has told', (_, told) => {
    const clock = createClock(told);
    const since = 20_000;
    const created = (after: number) => toText(start + ahead + since + after);
    expect(clock.judge(created(0), since)).toBe('new');
    expect(clock.judge(created(30_000), since)).toBe('new');
    expect(clock.judge(created(-15_000), since)).toBe('old');
    expect(clock.judge(created(-day), since)).toBe('old');
    expect(clock.isKnown).toBe(true);
  });

  it.each([
    ['nothing has told the time', {}],
    ['a header is days off', { dates: [{ ahead: 3 * day }] }],
  ])('is never surely old where %s: our own clock may be wrong', (_, told) => {
    const clock = createClock(told);
    expect(clock.isKnown).toBe(false);
    expect(clock.judge(toText(start), 0)).toBe('new');
    expect(clock.judge(toText(start - 20 * minute), 0)).toBe('unsure');
    expect(clock.judge(toText(start - 400 * day), 0)).toBe('unsure');
    expect(clock.judge(toText(start + 20 * minute), 0)).toBe('unsure');
  });

  it.each([
    ['the clock jumps back', { records: [{ ahead: 0 }, { ahead: -20 * minute, at: 5_000 }] }],
    [
      'two machines answer',
      { records: [-20, 0, -20, 0].map((m, i) => ({ ahead: m * minute, at: i * 9 })) },
    ],
    [
      'the header shows a jump',
      { records: [{ ahead: 0 }], dates: [{ ahead: 0 }, { ahead: -20 * minute, at: 5_000 }] },
    ],
  ])('that either clock can have dated is unsure where %s', (_, told) => {
    const clock = createClock(told);
    const since = 20_000;
    expect(clock.judge(toText(start + since), since)).toBe('new');
    expect(clock.judge(toText(start + since - 20 * minute + 100), since)).toBe('unsure');
    expect(clock.judge(toText(start + since - 10 * minute), since)).toBe('unsure');
    expect(clock.judge(toText(start + since - 25 * minute), since)).toBe('old');
  });

  it('is judged by what was told lately: clocks drift apart', () => {
    const clock = createClock({ records: [{ ahead: 0 }, { ahead: minute, at: 15 * minute }] });
    vi.advanceTimersByTime(15 * minute);
    expect(clock.judge(toText(start + 15 * minute + 30_000), 15 * minute)).toBe('old');
  });

  it('without a time is unsure', () => {
    expect(createClock({ records: [{ ahead: 0 }] }).judge('soon', 0)).toBe('unsure');
  });
});

describe('a header', () => {
  it.each(['soon', '-5', '2 hours', '', '2026-11-26T00:00:00Z', '2000', 'Thu, 26 Nov 2026'])(
    'that says %j tells nothing',
    (date) => {
      const clock = new ServerClock();
      clock.observe(new Headers({ date }), 0, 0);
      clock.observe(new Headers(), 0, 0);
      expect(clock.isKnown).toBe(false);
    },
  );
});

describe('the earliest time of a record', () => {
  it('allows for clocks that tell seconds, and for several machines', () => {
    const clock = createClock({ records: [{ ahead: 0, at: 1_000 }] });
    const earliest = clock.resolveEarliest(5_000);
    expect(earliest).toBeLessThanOrEqual(start + 5_000 - 2_000);
    expect(earliest).toBeGreaterThan(start + 5_000 - 10_000);
  });

  it('allows for minutes where no answer has told the time', () => {
    expect(start - new ServerClock().resolveEarliest(0)).toBeGreaterThanOrEqual(15 * minute);
  });
});
