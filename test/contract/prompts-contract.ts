import { describe, expect, it } from 'vitest';
import {
  type ContractKit,
  expectError,
  invalidFields,
  invalidUpdate,
  likelyIds,
  malformedIds,
  malformedRequest,
  promptFields,
} from './contract-kit.ts';

export function describePrompts(kit: ContractKit): void {
  const { call, seedPrompt } = kit;

  describe('createPrompt', () => {
    it('stores the prompt for the caller', async () => {
      const json = { ...promptFields, tags: ['short', 'school'] };
      const answer = await call('POST', '/prompts', { token: kit.ada, json });

      expect(answer.status).toBe(201);
      expect(answer.json).toEqual({
        _id: 'prompt101',
        ownerId: 'user101',
        ...json,
        createdAt: '2024-06-20T13:13:00.000Z',
        updatedAt: '2024-06-20T13:13:00.000Z',
      });
      expect(await kit.readPrompts()).toEqual([answer.json]);
    });

    it('stores only the fields that a prompt has', async () => {
      const json = { ...promptFields, ownerId: 'user102', rating: 5 };
      const answer = await call('POST', '/prompts', { token: kit.ada, json });

      expect(answer.json).toMatchObject({ ownerId: 'user101' });
      expect(answer.json).not.toHaveProperty('rating');
      expect(answer.json).not.toHaveProperty('tags');
    });

    it.each([
      ['a missing title', { title: undefined }],
      ['a title of 2 characters', { title: '🙂🙂' }],
      ['a title of 101 characters', { title: 'x'.repeat(101) }],
      ['missing content', { content: undefined }],
      ['empty content', { content: '' }],
      ['a missing model', { model: undefined }],
      ['a model that is no string', { model: 4 }],
      ['tags that are no array', { tags: 'short' }],
      ['a tag that is no string', { tags: ['short', 1] }],
      ['tags of null', { tags: null }],
    ])('refuses %s', async (_, fields) => {
      const json = { ...promptFields, ...fields };

      expectError(await call('POST', '/prompts', { token: kit.ada, json }), 400, invalidFields);
      expect(await kit.readPrompts()).toEqual([]);
    });

    it.each(['abc', 'x'.repeat(100), '🙂'.repeat(100)])('takes the title %s', async (title) => {
      const json = { ...promptFields, title };

      expect((await call('POST', '/prompts', { token: kit.ada, json })).status).toBe(201);
    });
  });

  describe('getPrompts', () => {
    it('lists the prompts of the caller, oldest first', async () => {
      const first = await seedPrompt();
      await seedPrompt({ ownerId: 'bob@example.com' });
      const last = await seedPrompt();

      const answer = await call('GET', '/prompts', { token: kit.ada });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual([first, last]);
    });
  });

  describe('getPromptById', () => {
    it('gives the prompt', async () => {
      const prompt = await seedPrompt({ _id: 'prompt104' });

      const answer = await call('GET', '/prompts/prompt104', { token: kit.ada });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual(prompt);
    });

    it.each(['a/b', 'a%2Fb', 'ü 🙂', 'a?b#c', '..a', "o'clock", 'q=1&r=2', 'a+b', '%'])(
      'finds the id %s by its encoded form',
      async (_id) => {
        await seedPrompt({ _id });

        const path = `/prompts/${encodeURIComponent(_id)}`;
        expect((await call('GET', path, { token: kit.ada })).json).toMatchObject({ _id });
      },
    );
  });

  describe('updatePrompt', () => {
    it('changes what is given and leaves the rest', async () => {
      const prompt = await seedPrompt({ tags: ['short'] });
      kit.pass(5000);
      const answer = await call('PATCH', `/prompts/${prompt._id}`, {
        token: kit.ada,
        json: { title: 'New title' },
      });

      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({
        ...prompt,
        title: 'New title',
        updatedAt: '2024-06-20T13:13:05.000Z',
      });
      expect(await kit.readPrompts()).toEqual([answer.json]);
    });

    it.each([
      [{ title: 'xy' }],
      [{ content: 1 }],
      [{ model: '' }],
      [{ tags: [1] }],
      [{ tags: null }],
      [{}],
      [{ rating: 5 }],
    ])('refuses %j', async (json) => {
      const { _id } = await seedPrompt();

      expectError(
        await call('PATCH', `/prompts/${_id}`, { token: kit.ada, json }),
        400,
        invalidUpdate,
      );
    });

    it('looks at the id first, then at the body, then for the prompt, then at its owner', async () => {
      const { _id } = await seedPrompt();
      const patch = (id: string, token: string, json: unknown) =>
        call('PATCH', `/prompts/${id}`, { token, json });

      expectError(await patch('no-id', kit.ada, {}), 400, malformedRequest);
      expectError(await patch('prompt999', kit.ada, {}), 400, invalidUpdate);
      expectError(await patch(_id, kit.bob, {}), 400, invalidUpdate);
    });

    it('keeps the place of the prompt in the list', async () => {
      const [first, last] = [await seedPrompt(), await seedPrompt()];
      await call('PATCH', `/prompts/${first._id}`, { token: kit.ada, json: { model: 'o3' } });

      const { json } = await call('GET', '/prompts', { token: kit.ada });
      expect(json).toMatchObject([{ _id: first._id, model: 'o3' }, { _id: last._id }]);
    });
  });

  describe('deletePrompt', () => {
    it('deletes the prompt and its logs', async () => {
      const [gone, kept] = [await seedPrompt(), await seedPrompt()];
      await kit.api.seed({ logs: [{ promptId: gone._id }, { promptId: kept._id }] });

      const answer = await call('DELETE', `/prompts/${gone._id}`, { token: kit.ada });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(await kit.readPrompts()).toEqual([kept]);
      expect((await kit.readLogs()).map(({ promptId }) => promptId)).toEqual([kept._id]);
      expect((await call('GET', '/logs', { token: kit.ada })).json).toHaveLength(1);
    });
  });

  describe.each([
    ['GET', undefined],
    ['PATCH', { title: 'New title' }],
    ['DELETE', undefined],
  ])('%s /prompts/{id}', (method, json) => {
    it("refuses another user's prompt", async () => {
      const prompt = await seedPrompt();

      const answer = await call(method, `/prompts/${prompt._id}`, { token: kit.bob, json });
      expectError(answer, 403, 'Prompt does not belong to the authenticated user.');
      expect(await kit.readPrompts()).toEqual([prompt]);
    });

    it('does not find a prompt that is not there', async () => {
      const answer = await call(method, '/prompts/prompt999', { token: kit.ada, json });
      expectError(answer, 404, 'No prompt found with the specified ID.');
    });

    it.each(malformedIds)('refuses the malformed id "%s"', async (id) => {
      const answer = await call(method, `/prompts/${id}`, { token: kit.ada, json });
      expectError(answer, 400, malformedRequest);
    });

    it.each(likelyIds)('does not find the id %s, which could be one', async (id) => {
      const answer = await call(method, `/prompts/${id}`, { token: kit.ada, json });
      expectError(answer, 404, 'No prompt found with the specified ID.');
    });
  });
}
