import { expect, it } from 'vitest';
import { Gate } from '../../src/queue/gate.ts';

/** Half of each backoff is random; here it is always the longest. */
const createGate = () => new Gate(() => 1);

it('stays open for failures that are few and far between', () => {
  const gate = createGate();
  for (let round = 0; round < 10; round += 1) {
    expect([gate.fail(round), gate.fail(round)]).toEqual([false, false]);
    gate.succeed();
  }
  expect(gate.check(100)).toBe('open');
});

it('closes after three failures in a row, says so once, and lets one request ask', () => {
  const gate = createGate();
  expect([gate.fail(0), gate.fail(0), gate.fail(0), gate.fail(1)]).toEqual([
    false,
    false,
    true,
    false,
  ]);
  expect([gate.check(1), gate.check(499), gate.check(500)]).toEqual(['closed', 'closed', 'probe']);
});

it('waits twice as long each time, and never longer than half a minute', () => {
  const gate = createGate();
  let now = 0;
  for (let failure = 0; failure < 3; failure += 1) gate.fail(now);
  const waits = [gate.until - now];
  for (let round = 0; round < 8; round += 1) {
    now = gate.until;
    gate.fail(now);
    waits.push(gate.until - now);
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

it('counts those that were under way when it closed as one failure', () => {
  const gate = createGate();
  for (let failure = 0; failure < 11; failure += 1) gate.fail(failure);
  expect(gate.until).toBe(502);
});

it('starts anew after a success', () => {
  const gate = createGate();
  for (let failure = 0; failure < 6; failure += 1) gate.fail(failure * 10_000);
  expect(gate.succeed()).toBe(true);
  expect(gate.succeed()).toBe(false);
  expect([gate.fail(0), gate.fail(0), gate.fail(0)]).toEqual([false, false, true]);
  expect(gate.until).toBe(500);
});

it('does as a server asks that says how long to wait', () => {
  const gate = createGate();
  expect(gate.fail(0, 20_000)).toBe(true);
  expect(gate.until).toBe(20_000);
});

it('asks now and then also where a server wants it to wait for ever', () => {
  const gate = createGate();
  gate.fail(0, Number.MAX_VALUE);
  expect(gate.until).toBe(600_000);
});

it('asks every half minute while a token is refused', () => {
  const gate = createGate();
  expect([gate.hold(0), gate.hold(5)]).toEqual([true, false]);
  expect([gate.reason, gate.until]).toEqual(['hold', 30_000]);
  expect(gate.hold(30_000)).toBe(false);
  expect(gate.until).toBe(60_000);
});

it('asks at once where there is another token', () => {
  const gate = createGate();
  gate.hold(0);
  gate.reopen(1);
  expect(gate.check(1)).toBe('probe');
});

it('asks at once where somebody waits, and not again within half a second', () => {
  const gate = createGate();
  gate.hold(0);
  gate.nudge(100);
  expect(gate.until).toBe(500);
  gate.hold(500);
  gate.nudge(700);
  expect(gate.until).toBe(1_000);
});

it('asks later where there is nothing to ask with, unless it is open', () => {
  const gate = createGate();
  gate.defer(5_000);
  expect(gate.check(0)).toBe('open');
  gate.hold(0);
  gate.defer(40_000);
  gate.defer(35_000);
  expect([gate.check(39_999), gate.check(40_000)]).toEqual(['closed', 'probe']);
});
