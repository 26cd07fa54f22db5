import { expect, it } from 'vitest';
import { toPause } from '../../src/cli/commands/logs/tail.ts';
import { SeenLogs } from '../../src/cli/seen-logs.ts';

const start = Date.parse('2026-11-26T09:00:00.000Z');
const toLog = (number: number, seconds = number) => ({
  _id: `log${number}`,
  createdAt: new Date(start + seconds * 1_000).toISOString(),
});
const list = Array.from({ length: 100_000 }, (_, at) => toLog(at));

it('tells each log once, and keeps the ids of the last minutes alone', () => {
  const seen = new SeenLogs();
  expect(list.filter((log) => seen.note(log))).toHaveLength(100_000);
  seen.endList();
  expect(seen.size).toBe(601);

  const next = [...list, toLog(100_000), toLog(100_001, 99_500)];
  expect(next.filter((log) => seen.note(log))).toEqual(next.slice(-2));
  seen.endList();
  expect(next.filter((log) => seen.note(log))).toEqual([]);
  expect(seen.size).toBeLessThan(700);
});

it('takes a log for new whose time is none, and tells it once', () => {
  const seen = new SeenLogs();
  const log = { _id: 'log1', createdAt: 'yesterday' };
  expect([seen.note(log), seen.note(toLog(2))]).toEqual([true, true]);
  seen.endList();
  expect([seen.note(log), seen.note({ ...log, _id: 'log3' })]).toEqual([false, true]);
});

it('forgets nothing after a list that broke off', () => {
  const seen = new SeenLogs();
  seen.note(toLog(2, 10_000));
  expect(seen.note(toLog(1, 0))).toBe(true);
});

it('asks for a long list less often', () => {
  expect(toPause(2, 0)).toBe(2_000);
  expect(toPause(2, 20_000)).toBe(2_000);
  expect(toPause(2, 1_000_000)).toBe(100_000);
  expect(toPause(300, 1_000_000)).toBe(300_000);
  expect(toPause(0, 1)).toBe(100);
});
