import { describe, expect, it } from 'vitest';
import { compareScores, readScores, scoreLog, summarize } from '../../../src/evals/index.ts';
import type { Log } from '../../../src/index.ts';
import { errorOf } from '../../support/rejection-of.ts';
import { createLab } from '../support/create-lab.ts';

async function createLogged() {
  const lab = await createLab();
  const log = await lab.client.createLog({
    promptId: 'prompt101',
    output: 'Steam.',
    modelUsed: 'gpt-4o',
    notes: 'From the chat.',
    meta: { case: 'x', run: 'first', ms: 12 },
  });
  return { ...lab, log };
}

describe('a score that is given later', () => {
  it('replaces the log by a scored copy that keeps its time and what is known of it', async () => {
    const { client, api, log } = await createLogged();
    const scored = await scoreLog(client, log, 7.4, { reason: 'Short.', scorer: 'ada' });
    expect(scored).toMatchObject({
      output: 'Steam.',
      notes: 'From the chat.',
      score: 7,
      meta: {
        case: 'x',
        run: 'first',
        ms: 12,
        of: log._id,
        at: log.createdAt,
        raw: 7.4,
        reason: 'Short.',
        scorer: 'ada',
        scores: { ada: 7.4 },
      },
    });
    expect(api.logs.map(({ _id }) => _id)).toEqual([scored._id]);
    const [read] = await readScores(client, 'prompt101');
    expect(read).toMatchObject({ _id: scored._id, createdAt: log.createdAt });
  });

  it('is of the first log, however often it changes, and forgets the last reason', async () => {
    const { client, log } = await createLogged();
    const first = await scoreLog(client, log, 3.5, { reason: 'Wrong.', scorer: 'judge' });
    const second = await scoreLog(client, first, 8);
    expect(second.meta).toEqual({
      case: 'x',
      run: 'first',
      ms: 12,
      of: log._id,
      at: log.createdAt,
      scores: { judge: 3.5 },
    });
    const [read] = await readScores(client, 'prompt101');
    const third = await scoreLog(client, read as Log, 9);
    expect(third.meta).toMatchObject({ of: log._id, at: log.createdAt });
  });

  it('counts once after a crash between the two requests', async () => {
    const { client, api, log } = await createLogged();
    api.fail({ on: 'deleteLog', with: { status: 403 } });
    await scoreLog(client, log, 9);
    expect(api.logs).toHaveLength(2);
    const logs = await client.getLogs();
    expect((await readScores(client, 'prompt101')).map(({ score }) => score)).toEqual([9]);
    expect(await summarize(logs)).toMatchObject([{ n: 1, scored: 1, mean: 9 }]);
    expect((await compareScores(logs, logs)).pairs).toMatchObject([{ case: 'x', a: 9 }]);
  });

  it('counts once where two score at once, the last of them', async () => {
    const { client, log } = await createLogged();
    const [one, two] = await Promise.all([
      scoreLog(client, log, 2, { scorer: 'ada' }),
      scoreLog(client, log, 8, { scorer: 'bob' }),
    ]);
    const last = Date.parse(one.createdAt) > Date.parse(two.createdAt) ? one : two;
    expect(await readScores(client, 'prompt101')).toMatchObject([{ score: last.score }]);
    const third = await scoreLog(client, one, 5);
    expect(await readScores(client, 'prompt101')).toMatchObject([{ _id: third._id, score: 5 }]);
  });

  it.each([11, -1, Number.NaN, '7'])('is refused if it is %s', async (score) => {
    const { client, api, log } = await createLogged();
    const error = await errorOf(scoreLog(client, log, score as number));
    expect(error.message).toContain('score must be a number from 0 to 10');
    expect(api.logs).toHaveLength(1);
  });

  it('is not given where it cannot be stored, and the log stays', async () => {
    const { client, api, log } = await createLogged();
    api.fail({ on: 'createLog', with: { status: 403 } });
    await errorOf(scoreLog(client, log, 7));
    expect(api.logs.map(({ _id }) => _id)).toEqual([log._id]);
  });
});

describe('scores', () => {
  it('of a prompt without logs are none', async () => {
    const { client } = await createLab();
    expect(await readScores(client, 'prompt102')).toEqual([]);
  });

  it('are not none where the platform answers that there is no such application', async () => {
    const { client, api } = await createLab();
    const body = JSON.stringify({ status: 'error', code: 404, message: 'Application not found' });
    api.fail({ on: 'getLogsByPrompt', with: { status: 404, body } });
    await expect(readScores(client, 'prompt102')).rejects.toMatchObject({ status: 404 });
  });

  it('are not filtered by a time that is none', async () => {
    const { client } = await createLab();
    const error = await errorOf(readScores(client, 'prompt101', { since: 'last week' }));
    expect(error.message).toBe(
      'Failed to read scores: since is no time: last week. Give a Date or an ISO 8601 text.',
    );
  });

  it.each([
    ['run', { run: 'first' }, ['a', 'b']],
    ['case', { case: 'y' }, ['b', 'c']],
    ['version', { version: 'v2' }, ['c']],
    ['model', { model: 'gpt-5' }, ['b']],
    ['scorer', { scorer: 'ada' }, ['c']],
    ['time', { since: '2026-11-26T08:00:05Z', until: new Date('2026-11-26T08:00:06Z') }, ['b']],
    ['a function', ({ output }: Log) => output === 'a', ['a']],
  ])('are filtered by %s', async (_what, filter, outputs) => {
    const { client } = await createLab();
    const log = { promptId: 'prompt101', modelUsed: 'gpt-4o' };
    await client.createLog({ ...log, output: 'a', meta: { run: 'first', case: 'x' } });
    await client.createLog({
      ...log,
      output: 'b',
      modelUsed: 'gpt-5',
      meta: { run: 'first', case: 'y' },
    });
    const c = await client.createLog({ ...log, output: 'c', meta: { case: 'y', prompt: 'v2' } });
    await scoreLog(client, c, 5, { scorer: 'ada' });
    const logs = await client.getLogsByPrompt('prompt101');
    const isTimed = typeof filter === 'object' && 'since' in filter;
    const wanted = isTimed
      ? { since: logs[1]?.createdAt, until: new Date(Date.parse(logs[1]?.createdAt ?? '') + 1) }
      : filter;
    expect((await readScores(client, 'prompt101', wanted)).map(({ output }) => output)).toEqual(
      outputs,
    );
  });
});
