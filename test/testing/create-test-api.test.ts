import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTestApi, type TestApi } from '../../src/testing/index.ts';

const origin = 'https://api.example.com';

async function get(api: TestApi, path: string, token?: string): Promise<Response> {
  return api.fetch(`${origin}${path}`, {
    headers: { Authorization: `Bearer ${token ?? (await api.token())}` },
  });
}

function post(api: TestApi, path: string, token: string, body: unknown): Promise<Response> {
  return api.fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describe('seed', () => {
  it('fills in what is left out, the same way each time', () => {
    const seed = () =>
      createTestApi({ now: () => 0 }).seed({ users: [{}], prompts: [{}], logs: [{}] });

    expect(seed()).toEqual(seed());
    expect(seed()).toMatchObject({
      users: [{ _id: 'user101', email: 'user101@example.com', password: 'test-password' }],
      prompts: [{ _id: 'prompt101', ownerId: 'user101', createdAt: '1970-01-01T00:00:00.000Z' }],
      logs: [{ _id: 'log101', promptId: 'prompt101', modelUsed: 'gpt-4o' }],
    });
  });

  it('creates the user and the prompt that a log needs', () => {
    const api = createTestApi();
    const { logs } = api.seed({ logs: [{ output: 'Short.' }] });

    expect(api.logs).toEqual(logs);
    expect(api.prompts).toMatchObject([{ _id: logs[0].promptId }]);
  });

  it('names the owner of a prompt by id or email', () => {
    const api = createTestApi();
    api.seed({ users: [{ _id: 'ada' }, { _id: 'bob', email: 'bob@example.com' }] });
    api.seed({ prompts: [{}, { ownerId: 'bob' }, { ownerId: 'bob@example.com' }] });

    expect(api.prompts.map(({ ownerId }) => ownerId)).toEqual(['ada', 'bob', 'bob']);
  });

  it('keeps fields that the API does not have yet, and null', async () => {
    const api = createTestApi();
    api.seed({ logs: [{ notes: null, score: 8.5, rating: { stars: 4 } }] });

    const [log] = await (await get(api, '/logs')).json();
    expect(log).toMatchObject({ notes: null, score: 8.5, rating: { stars: 4 } });
  });

  it('steps over ids that are taken', () => {
    const api = createTestApi();
    const { prompts } = api.seed({ prompts: [{ _id: 'prompt101' }, {}] });

    expect(prompts.map(({ _id }) => _id)).toEqual(['prompt101', 'prompt102']);
  });

  it.each([
    [{ prompts: [{ ownerId: 'nobody' }] }, 'Failed to find the user nobody: seed the user first.'],
    [{ logs: [{ promptId: 'none' }] }, 'Failed to seed a log: there is no prompt none.'],
    [{ prompts: [{ _id: 'a' }, { _id: 'a' }] }, 'Failed to seed a prompt: the id a is taken.'],
    [{ logs: [{ _id: '' }] }, 'Failed to seed a log: the id "" is malformed.'],
    [
      { users: [{ email: 'a@b.c' }, { email: 'A@b.c' }] },
      'Failed to seed a user: the id user102 or the email A@b.c is taken.',
    ],
  ])('refuses %j', (seed, message) => {
    expect(() => createTestApi().seed(seed)).toThrow(message);
  });

  it.each([
    [{ prompt: [{}] }, 'there are no prompt'],
    [{ logs: { output: 'Short.' } }, 'logs is no array of objects'],
    [{ users: ['ada@example.com'] }, 'users is no array of objects'],
    [undefined, 'there are no seed'],
  ])('refuses %j, which is no seed', (seed, reason) => {
    const api = createTestApi();

    expect(() => api.seed(seed as object)).toThrow(`Failed to seed: ${reason}. Give { users: []`);
  });

  it('adds nothing of a seed that it refuses', () => {
    const api = createTestApi();
    const seed = { prompts: [{}, { _id: 'a' }], logs: [{ promptId: 'none' }] };

    expect(() => api.seed(seed)).toThrow('there is no prompt none');
    expect(api.prompts).toEqual([]);
    api.seed({ prompts: [{ _id: 'a' }] });
    expect(() => api.seed({ prompts: [{}, { _id: 'a' }] })).toThrow('the id a is taken');
    expect(api.prompts).toHaveLength(1);
  });

  it('gives no record an id that another of the seed asks for', () => {
    const { prompts } = createTestApi().seed({ prompts: [{}, { _id: 'prompt101' }, {}] });

    expect(prompts.map(({ _id }) => _id)).toEqual(['prompt102', 'prompt101', 'prompt103']);
  });

  it('gives users that can log in', async () => {
    const api = createTestApi();
    const { users } = api.seed({ users: [{ password: 'correct horse' }] });

    expect((await post(api, '/auth/login', '', users[0])).status).toBe(200);
  });
});

describe('token', () => {
  it('belongs to the user with this id or email, else to the first', async () => {
    const api = createTestApi();
    api.seed({ users: [{ _id: 'ada' }, { _id: 'bob', email: 'bob@example.com' }] });
    api.seed({ prompts: [{}, { ownerId: 'bob' }] });

    const owners = async (token: string) => {
      const prompts: { ownerId: string }[] = await (await get(api, '/prompts', token)).json();
      return prompts.map(({ ownerId }) => ownerId);
    };
    expect(await owners(await api.token())).toEqual(['ada']);
    expect(await owners(await api.token('bob'))).toEqual(['bob']);
    expect(await owners(await api.token('bob@example.com'))).toEqual(['bob']);
    await expect(api.token('nobody')).rejects.toThrow('seed the user first');
  });

  it('differs from the one before', async () => {
    const api = createTestApi({ now: () => 0 });

    expect(await api.token()).not.toBe(await api.token());
  });

  it('expires by the clock of the API', async () => {
    let clock = 0;
    const api = createTestApi({ now: () => clock, tokenLifetime: 1500 });
    const token = await api.token();

    clock = 1499;
    expect((await get(api, '/prompts', token)).status).toBe(200);
    clock = 1500;
    expect((await get(api, '/prompts', token)).status).toBe(401);
  });
});

describe('acceptToken', () => {
  it('lets a placeholder pass for a token', async () => {
    const api = createTestApi();
    api.seed({ users: [{}, { _id: 'bob' }], prompts: [{ ownerId: 'bob' }] });
    api.acceptToken('your-jwt-goes-here', 'bob');

    expect(await (await get(api, '/prompts', 'your-jwt-goes-here')).json()).toHaveLength(1);
  });
});

describe('requests', () => {
  it('tells what arrived and what was answered', async () => {
    const api = createTestApi();
    const token = await api.token();
    await post(api, '/logs?trace=1', token, { promptId: 'none', output: 'a', modelUsed: 'b' });

    expect(api.requests).toEqual([
      {
        method: 'POST',
        path: '/logs',
        query: { trace: '1' },
        operation: 'createLog',
        headers: { 'content-type': 'application/json' },
        authorized: true,
        body: { promptId: 'none', output: 'a', modelUsed: 'b' },
        status: 400,
      },
    ]);
  });

  it('hides tokens and passwords', async () => {
    const api = createTestApi();
    await post(api, '/auth/login', 'secret-token', { email: 'a@b.c', password: 'secret-word' });

    expect(api.requests).toMatchObject([{ body: { email: 'a@b.c', password: '********' } }]);
    expect(JSON.stringify(api.requests)).not.toContain('secret');
  });

  it.each([
    ['GET', '/prompts', 'getPrompts'],
    ['POST', '/prompts', 'createPrompt'],
    ['GET', '/prompts/a%2Fb', 'getPromptById'],
    ['PATCH', '/prompts/a', 'updatePrompt'],
    ['DELETE', '/prompts/a', 'deletePrompt'],
    ['GET', '/search?q=a', 'searchPrompts'],
    ['GET', '/logs', 'getLogs'],
    ['GET', '/logs?promptId=', 'getLogsByPrompt'],
    ['GET', '/logs-by-prompt', 'getLogsByPrompt'],
    ['POST', '/logs-by-prompt', undefined],
    ['DELETE', '/logs/a', 'deleteLog'],
    ['POST', '/auth/signup', 'signup'],
    ['PUT', '/prompts/a', undefined],
    ['GET', '/prompts/a/b', undefined],
    ['GET', '/', undefined],
  ])('takes %s %s for %s', async (method, path, operation) => {
    const api = createTestApi();
    await api.fetch(`${origin}${path}`, { method });

    expect(api.requests.map((request) => request.operation)).toEqual([operation]);
  });
});

describe('basePath', () => {
  it.each(['/api/v1', '/api/v1/'])('%s is what every route begins with', async (basePath) => {
    const api = createTestApi({ basePath });
    api.seed({ prompts: [{ _id: 'a/b' }] });

    expect((await get(api, '/api/v1/prompts/a%2Fb')).status).toBe(200);
    expect((await get(api, '/prompts')).status).toBe(404);
    expect((await get(api, '/api/v12/prompts')).status).toBe(404);
    expect(api.requests).toMatchObject([
      { path: '/api/v1/prompts/a%2Fb', operation: 'getPromptById' },
      { path: '/prompts', operation: undefined },
      { path: '/api/v12/prompts', operation: undefined },
    ]);
  });
});

describe('createId', () => {
  it('makes the ids', () => {
    const api = createTestApi({ createId: (kind) => `${kind}/1` });
    api.seed({ logs: [{}] });

    expect(api.logs).toMatchObject([{ _id: 'log/1', promptId: 'prompt/1' }]);
  });

  it('leads to a 500 when it repeats itself', async () => {
    const api = createTestApi({ createId: () => 'same' });
    api.seed({ prompts: [{}] });
    const prompt = { title: 'abc', content: 'a', model: 'b' };

    const response = await post(api, '/prompts', await api.token(), prompt);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'An unexpected server error occurred' });
  });
});

describe('reset', () => {
  it('makes everything as new', async () => {
    const api = createTestApi();
    api.seed({ logs: [{}] });
    api.acceptToken('placeholder');
    api.fail({ with: 'reset' });
    await get(api, '/nowhere').catch(() => {});
    api.fail({ with: 'reset' });
    api.reset();

    expect([api.prompts, api.logs, api.requests]).toEqual([[], [], []]);
    expect(api.seed({ users: [{}] }).users).toMatchObject([{ _id: 'user101' }]);
    expect((await get(api, '/logs', 'placeholder')).status).toBe(401);
  });

  it('keeps what is still under way out of the new records', async () => {
    const api = createTestApi();
    api.seed({ prompts: [{ _id: 'prompt104' }] });
    api.fail({ with: { delay: 60_000 } });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const log = { promptId: 'prompt104', output: 'a', modelUsed: 'b' };
    const pending = post(api, '/logs', await api.token(), log);
    await vi.waitFor(() => expect(api.requests).toHaveLength(1));
    api.reset();
    api.seed({ prompts: [{ _id: 'prompt104' }] });

    vi.advanceTimersByTime(60_000);
    expect((await pending).status).toBe(201);
    expect(api.logs).toEqual([]);
  });
});

it('hands out records that cannot be changed', () => {
  const api = createTestApi();
  api.seed({ logs: [{}] });

  expect(Object.isFrozen(api.logs[0])).toBe(true);
  expect(Object.isFrozen(api.prompts[0])).toBe(true);
});
