import { describe, expect, it } from 'vitest';
import { type Operation, type OperationName, operations } from '../../src/core/operations.ts';
import { createTestApi } from '../../src/testing/index.ts';
import {
  type ContractKit,
  expectError,
  invalidFields,
  invalidUpdate,
  malformedRequest,
  promptFields,
} from './contract-kit.ts';

/** Each operation as a request for it, with the id of nothing. */
const routes = Object.values(operations as Record<OperationName, Operation>).map((operation) => {
  const path = operation.path.replace('{id}', 'prompt104');
  const query = operation.query === undefined ? '' : `?${operation.query}=prompt104`;
  return { operation, route: [operation.method, `${path}${query}`] as const };
});
const protectedRoutes = routes.flatMap(({ operation, route }) => (operation.auth ? [route] : []));
const routesWithBody = routes.flatMap(({ operation, route }) => (operation.input ? [route] : []));

export function describeRequests(kit: ContractKit): void {
  const { call } = kit;

  describe('authentication', () => {
    it.each(protectedRoutes)('is asked for before anything else by %s %s', async (method, path) => {
      const missing = 'Authentication token is missing';
      const invalid = 'Authentication token is expired or invalid';

      expectError(await call(method, path), 401, missing);
      expectError(await call(method, path, { token: 'nonsense' }), 401, invalid);
    });

    it('takes a token up to the end of its life', async () => {
      kit.pass(3_599_999);
      expect((await call('GET', '/prompts', { token: kit.ada })).status).toBe(200);
      kit.pass(1);
      expectError(
        await call('GET', '/prompts', { token: kit.ada }),
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
      const token = await createTestApi({ secret: 'another', now: kit.now }).token();

      expect((await call('GET', '/prompts', { token })).status).toBe(401);
    });

    it('refuses a token whose text was changed', async () => {
      const [head, , signature] = kit.ada.split('.');
      const payload = btoa(JSON.stringify({ sub: 'user102', exp: 9e9 })).replace(/=/g, '');

      const token = `${head}.${payload}.${signature}`;
      expect((await call('GET', '/prompts', { token })).status).toBe(401);
    });
  });

  describe('request bodies', () => {
    it.each(routesWithBody)('of %s %s are JSON and say so', async (method, path) => {
      const text = 'Content-Type must be application/json';
      const headers = { 'Content-Type': 'text/plain' };

      expectError(await call(method, path, { token: kit.ada, body: '{}', headers }), 415, text);
      expectError(await call(method, path, { token: kit.ada }), 415, text);
    });

    it.each(routesWithBody)('of %s %s are refused when they are broken', async (method, path) => {
      const headers = { 'Content-Type': 'application/json' };
      for (const body of ['', '{"title":', 'null', '[]', '"text"']) {
        expectError(
          await call(method, path, { token: kit.ada, body, headers }),
          400,
          method === 'PATCH' ? invalidUpdate : invalidFields,
        );
      }
    });

    it.each([
      'application/json; charset=iso-8859-1',
      'application/json;charset="UTF-16"',
      'application/json; charset=utf-8; charset=latin1',
      'application/json; Charset = windows-1252',
      'application/json; charset=',
    ])('that say to be in another charset are refused: %s', async (type) => {
      const headers = { 'Content-Type': type };
      const body = JSON.stringify({ ...promptFields, title: 'Café' });

      expectError(
        await call('POST', '/prompts', { token: kit.ada, body, headers }),
        415,
        'Content-Type must be application/json',
      );
      expect(await kit.readPrompts()).toEqual([]);
    });

    it.each([
      ['Latin-1', 'latin1'],
      ['UTF-16', 'utf16le'],
    ] as const)('that are in %s, and do not say so, are refused', async (_, encoding) => {
      const headers = { 'Content-Type': 'application/json' };
      const text = JSON.stringify({ ...promptFields, title: 'Café' });
      const body = Uint8Array.from(Buffer.from(text, encoding));

      expectError(
        await call('POST', '/prompts', { token: kit.ada, body, headers }),
        400,
        invalidFields,
      );
      expect(await kit.readPrompts()).toEqual([]);
    });

    it('may begin with a byte order mark', async () => {
      const headers = { 'Content-Type': 'application/json' };
      const body = `\ufeff${JSON.stringify({ ...promptFields, title: 'Café' })}`;
      const answer = await call('POST', '/prompts', { token: kit.ada, body, headers });

      expect(answer.json).toMatchObject({ title: 'Café' });
    });

    it('may name a charset', async () => {
      const headers = { 'Content-Type': 'Application/JSON; charset=utf-8' };
      const body = JSON.stringify(promptFields);

      expect((await call('POST', '/prompts', { token: kit.ada, body, headers })).status).toBe(201);
    });
  });

  describe('every answer', () => {
    it('carries the date of the clock', async () => {
      for (const path of ['/prompts', '/nowhere']) {
        const { headers } = await call('GET', path, { token: kit.ada });
        expect(headers.get('Date')).toBe('Thu, 20 Jun 2024 13:13:00 GMT');
      }
    });

    it('lets any origin read it, and exposes no header', async () => {
      for (const token of [kit.ada, undefined]) {
        const { headers } = await call('GET', '/prompts', { token });
        expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
        expect(headers.has('Access-Control-Expose-Headers')).toBe(false);
      }
    });
  });

  describe('query parameters', () => {
    it.each([
      ['GET', '/prompts?limit=50'],
      ['GET', '/prompts?ownerId=user102'],
      ['POST', '/prompts?q=1'],
      ['GET', '/prompts/prompt104?fields=title'],
      ['PATCH', '/prompts/prompt104?_id=prompt105'],
      ['DELETE', '/prompts/prompt104?force'],
      ['GET', '/search?q=word&limit=50'],
      ['GET', '/logs?limit=50'],
      ['GET', '/logs?promptid=prompt104'],
      ['GET', '/logs?promptId=prompt104&page=2'],
      ['GET', '/logs-by-prompt?promptId=prompt104&page=2'],
      ['POST', '/logs?promptId=prompt104'],
      ['DELETE', '/logs/log106?promptId=prompt104'],
      ['POST', '/auth/login?next=/'],
      ['POST', '/auth/signup?next=/'],
    ])('that the operation does not have are refused: %s %s', async (method, path) => {
      await kit.seedPrompt({ _id: 'prompt104' });
      await kit.seedLog({ _id: 'log106', promptId: 'prompt104' });
      const json = method === 'GET' || method === 'DELETE' ? undefined : {};
      const answer = await call(method, path, { token: kit.ada, json });

      expectError(answer, 400, malformedRequest);
      expect(await kit.readLogs()).toHaveLength(1);
    });

    it('are looked at once the token is known and the body says that it is JSON', async () => {
      const path = '/prompts?limit=50';

      expectError(await call('GET', path), 401, 'Authentication token is missing');
      expectError(
        await call('POST', path, { token: kit.ada }),
        415,
        'Content-Type must be application/json',
      );
    });

    it('are no parameters when there are none', async () => {
      expect((await call('GET', '/prompts?', { token: kit.ada })).status).toBe(200);
    });
  });

  it('begins every record with its id', async () => {
    const prompt = await kit.seedPrompt({ title: 'Title', rating: 5, tags: ['a'] });
    await kit.seedLog({ output: 'Short.', promptId: prompt._id, rating: 5 });
    const log = { promptId: prompt._id, output: 'Short.', modelUsed: 'm' };
    const token = kit.ada;
    const answers = [
      await call('POST', '/prompts', { token, json: promptFields }),
      await call('PATCH', `/prompts/${prompt._id}`, { token, json: { title: 'New title' } }),
      await call('GET', `/prompts/${prompt._id}`, { token }),
      await call('GET', '/prompts', { token }),
      await call('GET', '/search?q=title', { token }),
      await call('POST', '/logs', { token, json: log }),
      await call('GET', '/logs', { token }),
      await call('GET', `/logs?promptId=${prompt._id}`, { token }),
    ];

    for (const { json } of answers) {
      for (const record of [json].flat() as object[]) expect(Object.keys(record)[0]).toBe('_id');
    }
  });

  it('answers a preflight', async () => {
    const { status, headers } = await call('OPTIONS', '/logs', {
      headers: { 'Access-Control-Request-Method': 'POST' },
    });

    expect(status).toBe(204);
    expect(headers.get('Access-Control-Allow-Headers')).toBe('Authorization, Content-Type');
    expect(headers.get('Access-Control-Allow-Methods')).toBe('GET, POST, PATCH, DELETE');
  });

  it.each([
    ['PUT', '/prompts'],
    ['GET', '/auth/login'],
    ['DELETE', '/logs'],
    ['GET', '/logs/log101'],
    ['POST', '/search'],
  ])('has no route %s %s', async (method, path) => {
    expectError(await call(method, path, { token: kit.ada }), 404, 'Route not found');
  });
}
