import { describe, expect, it } from 'vitest';
import {
  type ContractKit,
  expectError,
  invalidFields,
  likelyIds,
  malformedIds,
  malformedRequest,
} from './contract-kit.ts';

export function describeLogs(kit: ContractKit): void {
  const { call, seedPrompt, seedLog } = kit;

  describe('createLog', () => {
    const logFields = { output: 'It began in Britain.', modelUsed: 'Claude 3 Sonnet' };

    it('stores the log', async () => {
      const { _id } = await seedPrompt();
      const json = { promptId: _id, ...logFields, notes: 'Clear.', score: 8 };
      const answer = await call('POST', '/logs', { token: kit.ada, json });

      expect(answer.status).toBe(201);
      expect(answer.json).toEqual({
        _id: 'log101',
        ...json,
        createdAt: '2024-06-20T13:13:00.000Z',
      });
      expect(await kit.readLogs()).toEqual([answer.json]);
    });

    it('leaves out the fields that were not sent', async () => {
      const { _id } = await seedPrompt();
      const json = { promptId: _id, ...logFields };

      const answer = await call('POST', '/logs', { token: kit.ada, json });
      expect(Object.keys(answer.json as object)).toEqual([
        '_id',
        'promptId',
        'output',
        'modelUsed',
        'createdAt',
      ]);
    });

    it('keeps long texts and every character', async () => {
      const { _id } = await seedPrompt();
      const output = `${'語🙂é\u2028"\\\u0000'.repeat(50_000)}\u{10FFFF}`;

      await call('POST', '/logs', {
        token: kit.ada,
        json: { promptId: _id, ...logFields, output },
      });
      const { json } = await call('GET', '/logs', { token: kit.ada });
      expect((json as { output: string }[])[0]?.output === output).toBe(true);
    });

    it.each([0, 10, 7.0])('takes the score %d', async (score) => {
      const { _id } = await seedPrompt();
      const json = { promptId: _id, ...logFields, score };

      expect((await call('POST', '/logs', { token: kit.ada, json })).json).toMatchObject({ score });
    });

    it.each([
      ['a missing promptId', { promptId: undefined }],
      ['an empty promptId', { promptId: '' }],
      ['a promptId with a control character', { promptId: 'a\u0007' }],
      ['a promptId that looks like none', { promptId: 'invalid_prompt_id' }],
      ['a missing output', { output: undefined }],
      ['an empty output', { output: '' }],
      ['an output that is no string', { output: {} }],
      ['a missing modelUsed', { modelUsed: undefined }],
      ['notes that are no string', { notes: 5 }],
      ['notes of null', { notes: null }],
      ['a score below 0', { score: -1 }],
      ['a score above 10', { score: 11 }],
      ['a score that is no integer', { score: 7.5 }],
      ['a score that is no number', { score: '8' }],
      ['a score of null', { score: null }],
    ])('refuses %s', async (_, fields) => {
      const json = { promptId: (await seedPrompt())._id, ...logFields, ...fields };

      expectError(await call('POST', '/logs', { token: kit.ada, json }), 400, invalidFields);
      expect(await kit.readLogs()).toEqual([]);
    });

    it("tells nothing apart: no prompt and another user's prompt", async () => {
      const { _id } = await seedPrompt();
      const text = 'Prompt ID does not exist or is not accessible';

      for (const [promptId, token] of [
        [_id, kit.bob],
        ['prompt999', kit.ada],
      ]) {
        const json = { promptId, ...logFields };
        expectError(await call('POST', '/logs', { token, json }), 404, text);
      }
    });
  });

  describe('getLogs', () => {
    it("lists the logs of all of the caller's prompts, oldest first", async () => {
      const [one, two] = [await seedPrompt(), await seedPrompt()];
      const foreign = await seedPrompt({ ownerId: 'bob@example.com' });
      const first = await seedLog({ promptId: two._id, score: 7.5 });
      await seedLog({ promptId: foreign._id });
      const last = await seedLog({ promptId: one._id, notes: null });

      const answer = await call('GET', '/logs', { token: kit.ada });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual([first, last]);
    });

    it('is an empty list to start with', async () => {
      expect((await call('GET', '/logs', { token: kit.ada })).json).toEqual([]);
    });
  });

  describe('getLogsByPrompt', () => {
    const path = (id: string) => `/logs?promptId=${encodeURIComponent(id)}`;
    const noLogs = 'No logs found for the specified prompt ID.';
    const notAuthorized = 'User is not authorized to view logs for this prompt.';

    it('lists the logs of the prompt, oldest first', async () => {
      const [one, two] = [await seedPrompt({ _id: 'a+b &/ü' }), await seedPrompt()];
      const first = await seedLog({ promptId: one._id });
      await seedLog({ promptId: two._id });
      const last = await seedLog({ promptId: one._id });

      const answer = await call('GET', path(one._id), { token: kit.ada });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual([first, last]);
    });

    it('answers alike for no prompt and for a prompt without logs', async () => {
      const { _id } = await seedPrompt();

      expectError(await call('GET', path(_id), { token: kit.ada }), 404, noLogs);
      expectError(await call('GET', path('prompt999'), { token: kit.ada }), 404, noLogs);
    });

    it("refuses another user's prompt, with logs or without", async () => {
      const { _id } = await seedPrompt();

      expectError(await call('GET', path(_id), { token: kit.bob }), 403, notAuthorized);
      await seedLog({ promptId: _id });
      expectError(await call('GET', path(_id), { token: kit.bob }), 403, notAuthorized);
    });

    it.each(malformedIds)('refuses the malformed id "%s"', async (id) => {
      const answer = await call('GET', `/logs?promptId=${id}`, { token: kit.ada });
      expectError(answer, 400, '`promptId` missing or malformed');
    });

    it.each(likelyIds)('has no logs for the id %s, which could be one', async (id) => {
      expectError(await call('GET', path(id), { token: kit.ada }), 404, noLogs);
    });

    it('refuses two ids at a time', async () => {
      const { _id } = await seedPrompt();
      const answer = await call('GET', `${path(_id)}&promptId=${_id}`, { token: kit.ada });
      expectError(answer, 400, '`promptId` missing or malformed');
    });

    it('answers at the path of a draft, too', async () => {
      const log = await seedLog({ promptId: (await seedPrompt())._id });
      const draft = '/logs-by-prompt';

      expect(
        (await call('GET', `${draft}?promptId=${log.promptId}`, { token: kit.ada })).json,
      ).toEqual([log]);
      for (const query of ['', '?promptId=', '?promptId=no-id']) {
        const answer = await call('GET', `${draft}${query}`, { token: kit.ada });
        expectError(answer, 400, '`promptId` missing or malformed');
      }
      expectError(
        await call('GET', `${draft}?promptId=prompt999`, { token: kit.ada }),
        404,
        noLogs,
      );
      expectError(await call('GET', draft), 401, 'Authentication token is missing');
      expectError(await call('POST', draft, { token: kit.ada }), 404, 'Route not found');
    });
  });

  describe('deleteLog', () => {
    it('deletes the log and no other', async () => {
      const [gone, kept] = [await seedLog(), await seedLog()];

      const answer = await call('DELETE', `/logs/${gone._id}`, { token: kit.ada });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(await kit.readLogs()).toEqual([kept]);
      expectError(
        await call('DELETE', `/logs/${gone._id}`, { token: kit.ada }),
        404,
        'No log found with the specified ID.',
      );
    });

    it("refuses another user's log", async () => {
      const { _id } = await seedLog();

      expectError(
        await call('DELETE', `/logs/${_id}`, { token: kit.bob }),
        403,
        'Log does not belong to the authenticated user.',
      );
      expect(await kit.readLogs()).toHaveLength(1);
    });

    it.each(malformedIds)('refuses the malformed id "%s"', async (id) => {
      const answer = await call('DELETE', `/logs/${id}`, { token: kit.ada });
      expectError(answer, 400, malformedRequest);
    });

    it.each(likelyIds)('does not find the id %s, which could be one', async (id) => {
      const answer = await call('DELETE', `/logs/${id}`, { token: kit.ada });
      expectError(answer, 404, 'No log found with the specified ID.');
    });

    it('deletes a log whatever its id looks like', async () => {
      await seedLog({ _id: 'my own/log' });

      const answer = await call('DELETE', '/logs/my%20own%2Flog', { token: kit.ada });
      expect(answer.status).toBe(204);
    });
  });
}
