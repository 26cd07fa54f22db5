import { expect, it } from 'vitest';
import { CreateLedger } from '../../../src/client/once/ledger.ts';

const slack = 5_000;
const at = (now: number) => new Date(now).toISOString();

function createLedger() {
  const clock = { now: 1_000_000 };
  return { clock, ledger: new CreateLedger(() => clock.now, slack) };
}

it('forgets what was received once no call can take it for its own', () => {
  const { clock, ledger } = createLedger();
  for (let index = 0; index < 100; index += 1) {
    const entry = ledger.begin(`content ${index}`);
    ledger.claim({ _id: `log${index}`, createdAt: at(clock.now) });
    ledger.end(entry);
    clock.now += 100;
  }
  expect(ledger.size).toBeLessThanOrEqual(slack / 100 + 1);
});

it('knows what it has received, and what it may have forgotten', () => {
  const { clock, ledger } = createLedger();
  const record = { _id: 'log1', createdAt: at(clock.now) };
  ledger.claim(record);
  expect(ledger.isFree(record)).toBe(false);
  expect(ledger.isFree({ ...record, _id: 'log2' })).toBe(true);
  clock.now += slack + 2_000;
  ledger.end(ledger.begin('other'));
  expect(ledger.size).toBe(0);
  expect(ledger.mayBeForgotten(record)).toBe(true);
  expect(ledger.mayBeForgotten({ _id: 'log3', createdAt: at(clock.now) })).toBe(false);
});

it('remembers for as long as a call is alive, or somebody keeps it', () => {
  const { clock, ledger } = createLedger();
  const entry = ledger.begin('long');
  const release = ledger.keep(() => 1_000_000);
  ledger.claim({ _id: 'log1', createdAt: at(clock.now) });
  clock.now += 60_000;
  ledger.end(ledger.begin('other'));
  expect(ledger.size).toBe(1);
  ledger.end(entry);
  expect(ledger.size).toBe(1);
  release();
  ledger.end(ledger.begin('other'));
  expect(ledger.size).toBe(0);
});

it('waits for the attempts alone that send the same, and for no later one', async () => {
  const { ledger } = createLedger();
  const entry = ledger.begin('same');
  ledger.beginAttempt(entry);
  ledger.beginAttempt(ledger.begin('other'));
  const ends = ledger.listAttempts('same');
  const isUnderWay = ledger.watchAttempts('same');
  expect(ends).toHaveLength(1);
  expect(isUnderWay()).toBe(true);
  ledger.endAttempt(entry);
  await Promise.all(ends);
  ledger.beginAttempt(entry);
  expect(isUnderWay()).toBe(false);
});

it('forgets in the end that a record was deleted', () => {
  const { ledger } = createLedger();
  for (let index = 0; index < 1_001; index += 1) ledger.noteDeleted(`log${index}`);
  expect([0, 1, 1_000].map((index) => ledger.wasDeleted(`log${index}`))).toEqual([
    false,
    true,
    true,
  ]);
});

it('names some of what a list must hold, and not what is deleted', () => {
  const { ledger } = createLedger();
  for (let index = 0; index < 300; index += 1) {
    ledger.claim({ _id: `log${index}`, createdAt: at(0) }, index % 2 ? '/odd' : '/even');
  }
  ledger.noteDeleted('log299');
  const odd = [...ledger.listReceived('/odd')];
  expect(odd.at(-1)).toBe('log297');
  expect(odd.length).toBeGreaterThanOrEqual(30);
  expect(odd.every((id) => Number(id.slice(3)) % 2 === 1)).toBe(true);
});
