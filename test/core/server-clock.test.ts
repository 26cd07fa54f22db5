import { expect, it } from 'vitest';
import { ServerClock } from '../../src/core/server-clock.ts';

const toText = (time: number) => new Date(time).toISOString();

const withDate = (date?: string) => new Headers(date === undefined ? {} : { date });

/** How much earlier than sent a record may be dated, where its time is told to the second. */
const margin = 2_000;

it('goes by the last record that told the time, since clocks drift apart', () => {
  const clock = new ServerClock();
  clock.observeRecord(toText(1_000_000), 0, 0);
  clock.observeRecord(toText(1_100_000), 90_000, 90_000);
  expect(clock.resolveEarliest(90_000)).toBe(1_100_000 - margin);
});

it('goes by the last header until a record has told the time', () => {
  const clock = new ServerClock();
  clock.observe(withDate(toText(1_000_000)), 0, 0);
  clock.observe(withDate(toText(2_000_000)), 10, 10);
  expect(clock.resolveEarliest(10)).toBe(2_000_000 - margin);
  clock.observeRecord(toText(3_000_000), 20, 20);
  clock.observe(withDate(toText(4_000_000)), 30, 30);
  expect(clock.resolveEarliest(30)).toBe(3_000_010 - margin);
});

it('does not let a slow answer, or one without a time, replace a quick one', () => {
  const clock = new ServerClock();
  clock.observe(withDate(toText(1_000_000)), 0, 500);
  clock.observe(withDate(toText(2_000_000)), 1_000, 9_000);
  clock.observe(withDate(), 9_000, 9_000);
  clock.observe(withDate('soon'), 9_000, 9_000);
  expect(clock.resolveEarliest(500)).toBe(1_000_000 - margin);
});

it('lets a slow answer replace a quick one from which clocks may have drifted away', () => {
  const clock = new ServerClock();
  clock.observeRecord(toText(1_000_000), 0, 500);
  clock.observeRecord(toText(2_000_000), 1_200_000, 1_205_000);
  expect(clock.resolveEarliest(1_205_000)).toBe(2_000_000 - margin);
});

it('follows records from second to second', () => {
  const clock = new ServerClock();
  clock.observeRecord(toText(1_000_000), 0, 0);
  clock.observeRecord(toText(1_000_000), 900, 900);
  expect(clock.resolveEarliest(900)).toBe(1_000_900 - margin);
  clock.observeRecord(toText(1_000_000), 1_000, 1_000);
  expect(clock.resolveEarliest(1_000)).toBe(1_000_000 - margin);
});

it('allows for minutes where no answer has told the time', () => {
  const sentAt = performance.now();
  const earliest = new ServerClock().resolveEarliest(sentAt);
  expect(Date.now() - earliest).toBeGreaterThanOrEqual(15 * 60_000);
});
