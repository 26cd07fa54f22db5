import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type FetchFunction, type TestApi } from '../../src/testing/index.ts';

/** One way in which a client reaches the API. */
export interface Face {
  readonly baseUrl: string;
  readonly fetch: FetchFunction;
  close(): Promise<void> | void;
}

interface Call {
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** What the API promises, whatever way a request takes to it. */
export function describeContract(name: string, open: (api: TestApi) => Promise<Face> | Face): void {
  describe(`the API over ${name}`, () => {
    let clock: number;
    let api: TestApi;
    let face: Face;
    let ada: string;
    let bob: string;

    beforeEach(async () => {
      clock = Date.parse('2024-06-20T13:13:00.000Z');
      api = createTestApi({ now: () => clock });
      api.seed({ users: [{ email: 'ada@example.com' }, { email: 'bob@example.com' }] });
      face = await open(api);
      ada = await api.token('ada@example.com');
      bob = await api.token('bob@example.com');
    });

    afterEach(() => face.close());

    async function call(method: string, path: string, options: Call = {}): Promise<Answer> {
      const {
        token,
        json,
        headers = {},
        body = json === undefined ? null : JSON.stringify(json),
      } = options;
      const response = await face.fetch(`${face.baseUrl}${path}`, {
        method,
        body,
        headers: {
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          ...(json !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
      });
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson ? JSON.parse(text) : undefined,
      };
    }

    function seedPrompt(fields: Record<string, unknown> = {}) {
      const [prompt] = api.seed({ prompts: [fields] }).prompts;
      if (!prompt) throw new Error('Nothing was seeded.');
      return prompt;
    }

    function seedLog(fields: Record<string, unknown> = {}) {
      const [log] = api.seed({ logs: [fields] }).logs;
      if (!log) throw new Error('Nothing was seeded.');
      return log;
    }

    function expectError(answer: Answer, status: number, text: string): void {
      expect(answer.json).toEqual({ error: text });
      expect(answer.status).toBe(status);
    }

    const invalidFields = 'Required fields are missing or invalid';
    const promptFields = { title: 'Summary', content: 'Sum it up.', model: 'gpt-4o' };
    const accessDenied = 'You do not have access to this prompt';

    describe('signup', () => {
      const user = { name: 'Eve', email: 'eve@example.com', password: 'a-long-password' };

      it('creates an account that can log in', async () => {
        const answer = await call('POST', '/auth/signup', { json: user });

        expect(answer.status).toBe(201);
        expect(answer.json).toEqual({ message: 'User account created successfully.' });
        const { status, json } = await call('POST', '/auth/login', { json: user });
        expect(status).toBe(200);
        const { token } = json as { token: string };
        expect((await call('GET', '/prompts', { token })).json).toEqual([]);
      });

      it.each([
        ['a missing name', { name: undefined }],
        ['a missing email', { email: undefined }],
        ['a missing password', { password: undefined }],
        ['an empty name', { name: '' }],
        ['an email without an at sign', { email: 'eve' }],
        ['a name that is no string', { name: 5 }],
      ])('refuses %s', async (_, fields) => {
        expectError(
          await call('POST', '/auth/signup', { json: { ...user, ...fields } }),
          400,
          invalidFields,
        );
      });

      it.each([
        [9, 400],
        [10, 201],
        [30, 201],
        [31, 400],
      ])('answers a password of %i characters with %i', async (length, status) => {
        const answer = await call('POST', '/auth/signup', {
          json: { ...user, password: 'ü'.repeat(length) },
        });

        expect(answer.status).toBe(status);
        if (status === 400) {
          expect(answer.json).toEqual({
            error: 'Password does not meet the security requirements (10–30 characters)',
          });
        }
      });

      it('refuses an email in use, however it is written', async () => {
        expectError(
          await call('POST', '/auth/signup', { json: { ...user, email: 'ADA@example.com' } }),
          409,
          'Email is already in use',
        );
      });

      it('creates one account when two ask for the same email at once', async () => {
        const answers = await Promise.all(
          [user, user].map((json) => call('POST', '/auth/signup', { json })),
        );

        expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      });
    });

    describe('login', () => {
      it('gives a token that the other routes take', async () => {
        const { json } = await call('POST', '/auth/login', {
          json: { email: 'ada@example.com', password: 'test-password' },
        });

        const { token } = json as { token: string };
        expect((await call('GET', '/logs', { token })).status).toBe(200);
      });

      it.each([
        ['a wrong password', { email: 'ada@example.com', password: 'wrong-password' }],
        ['an unknown email', { email: 'eve@example.com', password: 'test-password' }],
      ])('refuses %s', async (_, json) => {
        expectError(
          await call('POST', '/auth/login', { json }),
          401,
          'Incorrect email or password',
        );
      });

      it.each([{}, { email: 'ada@example.com' }, { email: '', password: '' }, { email: 1 }, []])(
        'refuses %j',
        async (json) => {
          expectError(await call('POST', '/auth/login', { json }), 400, invalidFields);
        },
      );
    });

    describe('authentication', () => {
      const routes: [string, string][] = [
        ['GET', '/prompts'],
        ['POST', '/prompts'],
        ['GET', '/prompts/prompt104'],
        ['PATCH', '/prompts/prompt104'],
        ['DELETE', '/prompts/prompt104'],
        ['GET', '/search?q=word'],
        ['GET', '/logs'],
        ['GET', '/logs?promptId=prompt104'],
        ['POST', '/logs'],
        ['DELETE', '/logs/log104'],
      ];

      it.each(routes)('is asked for before anything else by %s %s', async (method, path) => {
        const missing = 'Authentication token is missing';
        const invalid = 'Authentication token is expired or invalid';

        expectError(await call(method, path), 401, missing);
        expectError(await call(method, path, { token: 'nonsense' }), 401, invalid);
      });

      it('takes a token up to the end of its life', async () => {
        clock += 3_599_999;
        expect((await call('GET', '/prompts', { token: ada })).status).toBe(200);
        clock += 1;
        expectError(
          await call('GET', '/prompts', { token: ada }),
          401,
          'Authentication token is expired or invalid',
        );
      });

      it.each([
        ['Bearer', 'Authentication token is missing'],
        ['Basic YWRhOnB3', 'Authentication token is expired or invalid'],
      ])('refuses the header "%s"', async (Authorization, text) => {
        expectError(await call('GET', '/prompts', { headers: { Authorization } }), 401, text);
      });

      it('refuses a token that another secret signed', async () => {
        const token = await createTestApi({ secret: 'another', now: () => clock }).token();

        expect((await call('GET', '/prompts', { token })).status).toBe(401);
      });

      it('refuses a token whose text was changed', async () => {
        const [head, , signature] = ada.split('.');
        const payload = btoa(JSON.stringify({ sub: 'user102', exp: 9e9 })).replace(/=/g, '');

        const token = `${head}.${payload}.${signature}`;
        expect((await call('GET', '/prompts', { token })).status).toBe(401);
      });
    });

    describe('request bodies', () => {
      it.each([
        ['POST', '/auth/signup'],
        ['POST', '/auth/login'],
        ['POST', '/prompts'],
        ['PATCH', '/prompts/prompt104'],
        ['POST', '/logs'],
      ])('of %s %s are JSON and say so', async (method, path) => {
        const text = 'Content-Type must be application/json';
        const headers = { 'Content-Type': 'text/plain' };

        expectError(await call(method, path, { token: ada, body: '{}', headers }), 415, text);
        expectError(await call(method, path, { token: ada }), 415, text);
      });

      it.each([
        ['POST', '/auth/signup'],
        ['POST', '/auth/login'],
        ['POST', '/prompts'],
        ['PATCH', '/prompts/prompt104'],
        ['POST', '/logs'],
      ])('of %s %s are refused when they are broken', async (method, path) => {
        const headers = { 'Content-Type': 'application/json' };
        for (const body of ['', '{"title":', 'null', '[]', '"text"']) {
          expectError(await call(method, path, { token: ada, body, headers }), 400, invalidFields);
        }
      });

      it('may name a charset', async () => {
        const headers = { 'Content-Type': 'Application/JSON; charset=utf-8' };
        const body = JSON.stringify(promptFields);

        expect((await call('POST', '/prompts', { token: ada, body, headers })).status).toBe(201);
      });
    });

    describe('createPrompt', () => {
      it('stores the prompt for the caller', async () => {
        const json = { ...promptFields, tags: ['short', 'school'] };
        const answer = await call('POST', '/prompts', { token: ada, json });

        expect(answer.status).toBe(201);
        expect(answer.json).toEqual({
          _id: 'prompt101',
          ownerId: 'user101',
          ...json,
          createdAt: '2024-06-20T13:13:00.000Z',
          updatedAt: '2024-06-20T13:13:00.000Z',
        });
        expect(api.prompts).toEqual([answer.json]);
      });

      it('stores only the fields that a prompt has', async () => {
        const json = { ...promptFields, ownerId: 'user102', rating: 5 };
        const answer = await call('POST', '/prompts', { token: ada, json });

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

        expectError(await call('POST', '/prompts', { token: ada, json }), 400, invalidFields);
        expect(api.prompts).toEqual([]);
      });

      it.each(['abc', 'x'.repeat(100), '🙂'.repeat(100)])('takes the title %s', async (title) => {
        const json = { ...promptFields, title };

        expect((await call('POST', '/prompts', { token: ada, json })).status).toBe(201);
      });
    });

    describe('getPrompts', () => {
      it('lists the prompts of the caller, oldest first', async () => {
        const first = seedPrompt();
        seedPrompt({ ownerId: 'bob@example.com' });
        const last = seedPrompt();

        const answer = await call('GET', '/prompts', { token: ada });
        expect(answer.status).toBe(200);
        expect(answer.json).toEqual([first, last]);
      });
    });

    describe('getPromptById', () => {
      it('gives the prompt', async () => {
        const prompt = seedPrompt({ _id: 'prompt104' });

        const answer = await call('GET', '/prompts/prompt104', { token: ada });
        expect(answer.status).toBe(200);
        expect(answer.json).toEqual(prompt);
      });

      it.each(['a/b', 'a%2Fb', 'ü 🙂', 'a?b#c', '..a', "o'clock", 'q=1&r=2', 'a+b', '%'])(
        'finds the id %s by its encoded form',
        async (_id) => {
          seedPrompt({ _id });

          const path = `/prompts/${encodeURIComponent(_id)}`;
          expect((await call('GET', path, { token: ada })).json).toMatchObject({ _id });
        },
      );
    });

    describe('updatePrompt', () => {
      it('changes what is given and leaves the rest', async () => {
        const prompt = seedPrompt({ tags: ['short'] });
        clock += 5000;
        const answer = await call('PATCH', `/prompts/${prompt._id}`, {
          token: ada,
          json: { title: 'New title' },
        });

        expect(answer.status).toBe(200);
        expect(answer.json).toEqual({
          ...prompt,
          title: 'New title',
          updatedAt: '2024-06-20T13:13:05.000Z',
        });
        expect(api.prompts).toEqual([answer.json]);
      });

      it.each([
        [{ title: 'xy' }],
        [{ content: 1 }],
        [{ model: '' }],
        [{ tags: [1] }],
        [{ tags: null }],
      ])('refuses %j', async (json) => {
        const { _id } = seedPrompt();

        expectError(
          await call('PATCH', `/prompts/${_id}`, { token: ada, json }),
          400,
          invalidFields,
        );
      });

      it('keeps the place of the prompt in the list', async () => {
        const [first, last] = [seedPrompt(), seedPrompt()];
        await call('PATCH', `/prompts/${first._id}`, { token: ada, json: { model: 'o3' } });

        const { json } = await call('GET', '/prompts', { token: ada });
        expect(json).toMatchObject([{ _id: first._id, model: 'o3' }, { _id: last._id }]);
      });
    });

    describe('deletePrompt', () => {
      it('deletes the prompt and its logs', async () => {
        const [gone, kept] = [seedPrompt(), seedPrompt()];
        api.seed({ logs: [{ promptId: gone._id }, { promptId: kept._id }] });

        const answer = await call('DELETE', `/prompts/${gone._id}`, { token: ada });
        expect(answer).toMatchObject({ status: 204, text: '' });
        expect(api.prompts).toEqual([kept]);
        expect(api.logs.map(({ promptId }) => promptId)).toEqual([kept._id]);
        expect((await call('GET', '/logs', { token: ada })).json).toHaveLength(1);
      });
    });

    describe.each([
      ['GET', undefined],
      ['PATCH', { title: 'New title' }],
      ['DELETE', undefined],
    ])('%s /prompts/{id}', (method, json) => {
      it("refuses another user's prompt", async () => {
        const prompt = seedPrompt();

        const answer = await call(method, `/prompts/${prompt._id}`, { token: bob, json });
        expectError(answer, 403, accessDenied);
        expect(api.prompts).toEqual([prompt]);
      });

      it('does not find a prompt that is not there', async () => {
        const answer = await call(method, '/prompts/prompt999', { token: ada, json });
        expectError(answer, 404, 'Prompt not found');
      });

      it.each(['', 'x'.repeat(101), '%00', '%0A', '%E0%A4%A', '%'])(
        'refuses the malformed id "%s"',
        async (id) => {
          const answer = await call(method, `/prompts/${id}`, { token: ada, json });
          expectError(answer, 400, 'Prompt ID is missing or malformed');
        },
      );
    });

    describe('searchPrompts', () => {
      const search = async (query: string, token = ada) => {
        const { status, json } = await call('GET', `/search?${new URLSearchParams({ q: query })}`, {
          token,
        });
        expect(status).toBe(200);
        return (json as { _id: string }[]).map(({ _id }) => _id);
      };

      beforeEach(() => {
        api.seed({
          prompts: [
            {
              _id: 'history',
              title: 'Industrial Revolution',
              content: 'Explain it.',
              tags: ['ks3'],
            },
            { _id: 'advert', title: 'Advert', content: 'Sell a KETTLE, revolutionary.', tags: [] },
            { _id: 'cafe', title: 'Café crème', content: 'Übersetze 日本語 🙂', tags: null },
            { _id: 'foreign', title: 'Revolution', ownerId: 'bob@example.com' },
          ],
        });
      });

      it.each([
        ['revolution', ['history', 'advert']],
        ['REVOL', ['history', 'advert']],
        ['volut', ['history', 'advert']],
        ['revolution kettle', ['advert']],
        ['ks3 explain industrial', ['history']],
        ['  explain   ks3 ', ['history']],
        ['KS3', ['history']],
        ['crème', ['cafe']],
        ['cafe\u0301', ['cafe']],
        ['ÜBERSETZE', ['cafe']],
        ['日本', ['cafe']],
        ['🙂', ['cafe']],
        ['revolution nothing', []],
        ['.*', []],
        ['%', []],
      ])('finds by "%s"', async (query, ids) => {
        expect(await search(query)).toEqual(ids);
      });

      it("leaves out other users' prompts", async () => {
        expect(await search('revolution', bob)).toEqual(['foreign']);
      });

      it.each(['', '?q=', '?q=%20%20', '?query=word'])('refuses /search%s', async (query) => {
        const answer = await call('GET', `/search${query}`, { token: ada });
        expectError(answer, 400, 'Search query is missing or empty');
      });
    });

    describe('createLog', () => {
      const logFields = { output: 'It began in Britain.', modelUsed: 'Claude 3 Sonnet' };

      it('stores the log', async () => {
        const { _id } = seedPrompt();
        const json = { promptId: _id, ...logFields, notes: 'Clear.', score: 8 };
        const answer = await call('POST', '/logs', { token: ada, json });

        expect(answer.status).toBe(201);
        expect(answer.json).toEqual({
          _id: 'log101',
          ...json,
          createdAt: '2024-06-20T13:13:00.000Z',
        });
        expect(api.logs).toEqual([answer.json]);
      });

      it('leaves out the fields that were not sent', async () => {
        const { _id } = seedPrompt();
        const json = { promptId: _id, ...logFields };

        const answer = await call('POST', '/logs', { token: ada, json });
        expect(Object.keys(answer.json as object)).toEqual([
          '_id',
          'promptId',
          'output',
          'modelUsed',
          'createdAt',
        ]);
      });

      it('keeps long texts and every character', async () => {
        const { _id } = seedPrompt();
        const output = `${'語🙂é\u2028"\\\u0000'.repeat(50_000)}\u{10FFFF}`;

        await call('POST', '/logs', { token: ada, json: { promptId: _id, ...logFields, output } });
        const { json } = await call('GET', '/logs', { token: ada });
        expect((json as { output: string }[])[0]?.output === output).toBe(true);
      });

      it.each([0, 10, 7.0])('takes the score %d', async (score) => {
        const { _id } = seedPrompt();
        const json = { promptId: _id, ...logFields, score };

        expect((await call('POST', '/logs', { token: ada, json })).json).toMatchObject({ score });
      });

      it.each([
        ['a missing promptId', { promptId: undefined }],
        ['an empty promptId', { promptId: '' }],
        ['a promptId with a control character', { promptId: 'a\u0007' }],
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
        const json = { promptId: seedPrompt()._id, ...logFields, ...fields };

        expectError(await call('POST', '/logs', { token: ada, json }), 400, invalidFields);
        expect(api.logs).toEqual([]);
      });

      it("tells nothing apart: no prompt and another user's prompt", async () => {
        const { _id } = seedPrompt();
        const text = 'Prompt ID does not exist or is not accessible';

        for (const [promptId, token] of [
          [_id, bob],
          ['prompt999', ada],
        ]) {
          const json = { promptId, ...logFields };
          expectError(await call('POST', '/logs', { token, json }), 404, text);
        }
      });
    });

    describe('getLogs', () => {
      it("lists the logs of all of the caller's prompts, oldest first", async () => {
        const [one, two] = [seedPrompt(), seedPrompt()];
        const foreign = seedPrompt({ ownerId: 'bob@example.com' });
        const first = seedLog({ promptId: two._id, score: 7.5 });
        seedLog({ promptId: foreign._id });
        const last = seedLog({ promptId: one._id, notes: null });

        const answer = await call('GET', '/logs', { token: ada });
        expect(answer.status).toBe(200);
        expect(answer.json).toEqual([first, last]);
      });

      it('is an empty list to start with', async () => {
        expect((await call('GET', '/logs', { token: ada })).json).toEqual([]);
      });
    });

    describe('getLogsByPrompt', () => {
      const path = (id: string) => `/logs?promptId=${encodeURIComponent(id)}`;
      const noLogs = 'No logs found for the specified prompt ID.';

      it('lists the logs of the prompt, oldest first', async () => {
        const [one, two] = [seedPrompt({ _id: 'a+b &/ü' }), seedPrompt()];
        const first = seedLog({ promptId: one._id });
        seedLog({ promptId: two._id });
        const last = seedLog({ promptId: one._id });

        const answer = await call('GET', path(one._id), { token: ada });
        expect(answer.status).toBe(200);
        expect(answer.json).toEqual([first, last]);
      });

      it('answers alike for no prompt and for a prompt without logs', async () => {
        const { _id } = seedPrompt();

        expectError(await call('GET', path(_id), { token: ada }), 404, noLogs);
        expectError(await call('GET', path('prompt999'), { token: ada }), 404, noLogs);
      });

      it("refuses another user's prompt, with logs or without", async () => {
        const { _id } = seedPrompt();

        expectError(await call('GET', path(_id), { token: bob }), 403, accessDenied);
        seedLog({ promptId: _id });
        expectError(await call('GET', path(_id), { token: bob }), 403, accessDenied);
      });

      it.each(['', 'x'.repeat(101), 'a\nb'])('refuses the malformed id %j', async (id) => {
        const answer = await call('GET', path(id), { token: ada });
        expectError(answer, 400, 'Prompt ID is missing or malformed');
      });
    });

    describe('deleteLog', () => {
      it('deletes the log and no other', async () => {
        const [gone, kept] = [seedLog(), seedLog()];

        const answer = await call('DELETE', `/logs/${gone._id}`, { token: ada });
        expect(answer).toMatchObject({ status: 204, text: '' });
        expect(api.logs).toEqual([kept]);
        expectError(
          await call('DELETE', `/logs/${gone._id}`, { token: ada }),
          404,
          'Log not found',
        );
      });

      it("refuses another user's log", async () => {
        const { _id } = seedLog();

        expectError(
          await call('DELETE', `/logs/${_id}`, { token: bob }),
          403,
          'You do not have access to this log',
        );
        expect(api.logs).toHaveLength(1);
      });

      it.each(['', 'x'.repeat(101), '%7F'])('refuses the malformed id "%s"', async (id) => {
        const answer = await call('DELETE', `/logs/${id}`, { token: ada });
        expectError(answer, 400, 'Log ID is missing or malformed');
      });
    });

    describe('every answer', () => {
      it('carries the date of the clock', async () => {
        for (const path of ['/prompts', '/nowhere']) {
          const { headers } = await call('GET', path, { token: ada });
          expect(headers.get('Date')).toBe('Thu, 20 Jun 2024 13:13:00 GMT');
        }
      });

      it('lets any origin read it, and exposes no header', async () => {
        for (const token of [ada, undefined]) {
          const { headers } = await call('GET', '/prompts', { token });
          expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
          expect(headers.has('Access-Control-Expose-Headers')).toBe(false);
        }
      });
    });

    it('answers a preflight, which is not recorded', async () => {
      const { status, headers } = await call('OPTIONS', '/logs', {
        headers: { 'Access-Control-Request-Method': 'POST' },
      });

      expect(status).toBe(204);
      expect(headers.get('Access-Control-Allow-Headers')).toBe('Authorization, Content-Type');
      expect(headers.get('Access-Control-Allow-Methods')).toBe('GET, POST, PATCH, DELETE');
      expect(api.requests).toEqual([]);
    });

    it.each([
      ['PUT', '/prompts'],
      ['GET', '/auth/login'],
      ['DELETE', '/logs'],
      ['GET', '/logs/log101'],
      ['POST', '/search'],
    ])('has no route %s %s', async (method, path) => {
      expectError(await call(method, path, { token: ada }), 404, 'Route not found');
    });
  });
}
