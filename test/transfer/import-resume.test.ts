import { expect, it } from 'vitest';
import type { TestApi } from '../../src/testing/index.ts';
import { base, run, start, startFresh, toJsonl } from './import-kit.ts';
import { MemoryJournal } from './memory-journal.ts';

const same = { ...base, output: 'Same.' };
const other = { ...base, output: 'Other.' };
/** Refuses one log, which is not stored. */
const failOnce = (api: TestApi) => api.fail({ with: { status: 500 }, on: 'createLog' });

it('takes no log for a later one that was stored just before the process died', async () => {
  const { api, client } = await start();
  const journal = new MemoryJournal();
  // The owner, what is sent, that it is stored, and what is sent next.
  journal.left = 4;
  const lines = toJsonl([same, other, same]);
  await expect(run(client, lines, { journal, inOrder: true })).rejects.toThrow('dead');
  journal.left = Number.POSITIVE_INFINITY;
  const fresh = await startFresh(api);
  failOnce(api);
  const result = await run(fresh, lines, { journal, inOrder: true });

  expect(api.logs.map(({ output }) => output)).toEqual(['Same.', 'Other.', 'Same.']);
  expect(result).toMatchObject({ ok: true, stored: 2, earlier: 1 });
});

it.each([
  ['the line was added', toJsonl([same, same]), {}],
  ['all is imported again', toJsonl([same]), { again: true }],
])('takes no log that an import stored which has just ended, where %s', async (...given) => {
  const [, lines, options] = given;
  const { api, client } = await start();
  const journal = new MemoryJournal();
  await run(client, toJsonl([same]), { journal });
  failOnce(api);
  const result = await run(await startFresh(api), lines, { journal, ...options });

  expect(api.logs).toHaveLength(2);
  expect(result).toMatchObject({ ok: true, stored: 1 });
});

it.each([5, 60, 3_600, -5, -3_600])(
  'stores nothing twice, and waits no longer, if the clock is set back by %i s',
  async (seconds) => {
    const { api, client } = await start();
    const journal = new MemoryJournal();
    const lines = toJsonl([same, other, { ...base, output: 'Last.' }]);
    journal.left = 4;
    await expect(run(client, lines, { journal, inOrder: true })).rejects.toThrow('dead');
    journal.left = Number.POSITIVE_INFINITY;
    journal.shiftClock(seconds * 1_000);
    const result = await run(await startFresh(api), lines, { journal, inOrder: true });

    expect(api.logs.map(({ output }) => output)).toEqual(['Same.', 'Other.', 'Last.']);
    expect(result).toMatchObject({ ok: true, stored: 2, earlier: 1 });
  },
);

it('waits for what the dead process sent, also if the clock is set forward', async () => {
  const { api, client } = await start();
  const journal = new MemoryJournal();
  const lines = toJsonl([same, other]);
  journal.left = 4;
  await expect(run(client, lines, { journal, inOrder: true })).rejects.toThrow('dead');
  journal.left = Number.POSITIVE_INFINITY;
  journal.shiftClock(-5_000);
  await client.deleteLog(api.logs[1]?._id ?? '');
  const storing = new Promise<void>((resolve) =>
    setTimeout(() => {
      api.seed({ logs: [other] });
      resolve();
    }, 300),
  );
  await run(await startFresh(api), lines, { journal, inOrder: true });
  await storing;

  expect(api.logs.map(({ output }) => output)).toEqual(['Same.', 'Other.']);
});

it('never sends again what only a clock that was set can tell', async () => {
  const { api, client } = await start();
  const journal = new MemoryJournal();
  journal.left = 2;
  await expect(run(client, toJsonl([same]), { journal })).rejects.toThrow('dead');
  journal.left = Number.POSITIVE_INFINITY;
  journal.shiftClock(3_600_000);
  await client.deleteLog(api.logs[0]?._id ?? '');
  const createdAt = new Date(Date.now() - 30 * 60_000).toISOString();
  api.seed({ logs: [{ ...same, createdAt }] });
  for (let time = 0; time < 2; time += 1) {
    const result = await run(await startFresh(api), toJsonl([same, other]), { journal });
    expect(result.rejectedRecords[0]?.reason).toContain('nobody can know whether it is stored');
    expect(api.logs.map(({ output }) => output)).toEqual(['Same.', 'Other.']);
  }
}, 20_000);

it('is unsure of a log that may be one whose id is forgotten', async () => {
  const { api, client } = await start();
  const journal = new MemoryJournal();
  await run(client, toJsonl([other]), { journal });
  journal.text = journal.text.replace('\n', `\n["f",${Date.now() + 60_000}]\n`);
  api.fail({ with: 'reset-after-store', on: 'createLog' });
  const result = await run(await startFresh(api), toJsonl([other, same]), { journal });

  expect(result.rejectedRecords[0]?.reason).toContain('nobody can know whether it is stored');
  expect(api.logs).toHaveLength(2);
}, 20_000);

it('lets no more than one record of a run have no time by the clock of the server', async () => {
  const { api, client } = await start();
  const journal = new MemoryJournal();
  const inputs = Array.from({ length: 20 }, (_, at) => ({ ...base, output: `Answer ${at}` }));
  journal.left = 25;
  await expect(run(client, toJsonl(inputs), { journal })).rejects.toThrow('dead');
  const sent = journal.read().filter((line) => line.startsWith('["s"'));

  expect(sent.length).toBeGreaterThan(8);
  expect(sent.map((line) => JSON.parse(line).length)).toEqual([4, ...sent.slice(1).map(() => 5)]);
  expect(api.logs.length).toBeGreaterThan(8);
});
