import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { fakeTime, toLog } from '../support/fake-time.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { findFile, setUpSpool } from '../support/spool-folder.ts';

fakeTime();

/** A queue that has stored a log, and another one that does not know whether it stored the same. */
async function setUp(ending: string) {
  const { folder } = await setUpSpool();
  const api = new ScriptedApi();
  const first = createLogQueue(api.client, { spool: openSpool(folder) });
  first.log(toLog(1));
  const create = await api.next(10);
  const path = findFile(folder, ending);
  const second = createLogQueue(api.createClient(), { spool: openSpool(folder) });
  second.log(toLog(1));
  (await api.next(10)).reset();
  api.accept(create);
  await api.pass(0);
  // Nobody can read a folder as a file.
  renameSync(path, `${path}.aside`);
  mkdirSync(path);
  const makeReadable = () => {
    rmdirSync(path);
    renameSync(`${path}.aside`, path);
  };
  return { folder, api, second, makeReadable };
}

it.each(['.marks', 'owner.json'])(
  'takes no record for its own while it cannot read %s of another process',
  async (ending) => {
    const { api, second, makeReadable } = await setUp(ending);
    api.list(await api.next(1_000));
    await api.pass(0);
    expect(second.stats).toMatchObject({ pending: 1, stored: 0, failed: 0 });
    makeReadable();
    api.list(await api.next(2_000));
    api.accept(await api.next(1_000));
    await api.pass(0);
    expect([second.stats.stored, api.records.length]).toEqual([1, 2]);
  },
);

it('fails a log in the end that nobody can settle because of that', async () => {
  const { folder, api, second } = await setUp('.marks');
  for (let looks = 0; looks < 10; looks += 1) api.list(await api.next(120_000));
  expect(await api.pass(300_000)).toBe(0);
  expect(second.stats).toMatchObject({ failed: 1, pending: 0 });
  const line = JSON.parse(readFileSync(join(folder, 'failed.jsonl'), 'utf8'));
  expect(line).toMatchObject({ outcome: 'unknown', input: toLog(1) });
  expect(line.reason).toContain('what other processes have stored cannot be read');
});

it('does not wait for a folder that is no unit of a spool', async () => {
  const { folder, api, second, makeReadable } = await setUp('.marks');
  makeReadable();
  // A volume has such a folder, which is not readable.
  mkdirSync(join(folder, 'lost+found'));
  mkdirSync(join(folder, 'lost+found', 'owner.json'));
  api.list(await api.next(1_000));
  api.accept(await api.next(1_000));
  await api.pass(0);
  expect(second.stats).toMatchObject({ stored: 1 });
  expect(readdirSync(folder)).toContain('lost+found');
});
