import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Hooks,
  PromptCrafterClient,
  PromptCrafterConnectionError,
  PromptCrafterError,
} from '../../../src/index.ts';
import { logInput, operations, samplePrompt } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';
import {
  type Answer,
  resets,
  startScriptedServer,
  withJson,
  withStatus,
} from '../../support/scripted-server.ts';
import { showEverything } from '../../support/show-everything.ts';

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const token = 'eyJhbGciOiJIUzI1NiJ9.secret-of-the-token.signature';

/** A client with hooks, and the server that it talks to. */
async function open(hooks: Hooks, ...script: Answer[]) {
  const server = await startScriptedServer(...script);
  return { server, client: new PromptCrafterClient({ ...server, token, hooks }) };
}

const update = (client: PromptCrafterClient) =>
  client.updatePrompt('prompt104', { title: 'Tutor' });

type HookName = keyof Hooks;

/** Hooks of which one fails in the attempt of that number, at once or later. */
function failIn(name: HookName, attempt: number, isLate: boolean): Hooks {
  const fail = () => {
    throw new RangeError('no trace');
  };
  const hook = (event: { readonly attempt: number }) => {
    if (event.attempt !== attempt) return undefined;
    return isLate ? Promise.resolve().then(fail) : fail();
  };
  return { [name]: hook };
}

describe.each([
  ['throws', false],
  ['rejects', true],
])('a hook that %s', (_, isLate) => {
  const cause = { name: 'RangeError', message: 'no trace' };

  it.each(operations)('before $name keeps it from being sent', async ({ call, route }) => {
    const { client, server } = await open(failIn('beforeRequest', 1, isLate), withStatus(200));
    const error = await errorOf(call(client));
    expect(error.name).toBe('PromptCrafterError');
    expect(error).toMatchObject({ route, outcome: 'not-applied', attempts: 0, cause });
    expect(error).toMatchObject({ retryable: false });
    expect(error.message).toMatch(
      /^Failed to .+: the hook beforeRequest failed\. Nothing was applied: see the cause\.$/,
    );
    expect(server.requests).toEqual([]);
  });

  it.each(operations)('after $name ends it, applied or not', async (operation) => {
    const { call, route, effect, status, answer } = operation;
    const success = answer === undefined ? withStatus(status) : withJson(status, answer);
    const { client, server } = await open(failIn('afterResponse', 1, isLate), success);
    const error = await errorOf(call(client));
    const outcome = effect === 'none' ? 'not-applied' : 'unknown';
    expect(error.name).toBe('PromptCrafterError');
    expect(error).toMatchObject({ route, outcome, attempts: 1, cause, retryable: false });
    expect(error.message).toContain('the hook afterResponse failed');
    expect(error.message.includes('It may have been applied')).toBe(outcome === 'unknown');
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Answer, string]>([
    ['429', withStatus(429), 'not-applied'],
    ['503', withStatus(503), 'unknown'],
    ['a reset', resets, 'unknown'],
  ])('before a later attempt leaves what %s has left', async (__, answer, outcome) => {
    const { client, server } = await open(failIn('beforeRequest', 2, isLate), answer);
    const error = await errorOf(update(client));
    expect(error.message).toContain('the hook beforeRequest failed');
    expect(error).toMatchObject({ outcome, attempts: 1, cause });
    expect(server.requests).toHaveLength(1);
  });

  it('after a later attempt leaves open what that one did', async () => {
    const hooks = failIn('afterResponse', 2, isLate);
    const { client, server } = await open(hooks, withStatus(429), withJson(200, samplePrompt));
    const error = await errorOf(update(client));
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 2, cause });
    expect(server.requests).toHaveLength(2);
  });

  it('before a look leaves the create in doubt, and sends nothing again', async () => {
    const { client, server } = await open(failIn('beforeRequest', 2, isLate), resets);
    const error = await errorOf(client.createLog(logInput), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  it('after a look leaves the create in doubt, and sends nothing again', async () => {
    const hooks = failIn('afterResponse', 2, isLate);
    const { client, server } = await open(hooks, resets, withJson(200, []));
    const error = await errorOf(client.createLog(logInput), PromptCrafterConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 2 });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('ends a list that is iterated before its first record', async () => {
    const { client } = await open(failIn('afterResponse', 1, isLate), withJson(200, []));
    const error = await errorOf(client.iteratePrompts().next());
    expect(error.message).toContain('the hook afterResponse failed');
    expect(error).toMatchObject({ outcome: 'not-applied', attempts: 1, cause });
  });
});

describe('what a hook throws', () => {
  it.each<[string, HookName]>([
    ['before the request', 'beforeRequest'],
    ['after the answer', 'afterResponse'],
  ])('shows no token %s', async (_, name) => {
    const hook = ({ request }: { readonly request: Request }) => {
      const header = request.headers.get('authorization');
      throw Object.assign(new Error(`bad ${header}`, { cause: new Error(`${header}`) }), {
        request,
      });
    };
    const { client } = await open({ [name]: hook }, withStatus(200));
    const error = await errorOf(client.getPrompts());
    expect(showEverything(error)).not.toContain('secret-of-the-token');
    expect(error.cause).toMatchObject({ message: 'bad [redacted]' });
  });

  it('shows no password', async () => {
    const password = 'correct-horse-battery';
    const hooks: Hooks = {
      async beforeRequest({ request }) {
        throw new Error(await request.text());
      },
    };
    const { client } = await open(hooks, withStatus(200));
    const error = await errorOf(client.login({ email: 'ada@example.com', password }));
    expect(showEverything(error)).not.toContain(password);
    expect((error.cause as Error).message).toContain('[redacted]');
  });

  it.each(['a text', undefined, null, 0, { message: 5 }])('may be no error: %j', async (thrown) => {
    const { client } = await open({ beforeRequest: () => Promise.reject(thrown) }, withStatus(200));
    const error = await errorOf(client.getPrompts());
    expect(error.message).toContain('the hook beforeRequest failed');
  });
});

describe('a hook that returns nonsense', () => {
  const request = { url: 'https://api.example.com/', method: 'GET', headers: {} };
  const response = { status: 200, headers: new Headers(), text: async () => '[]' };

  it.each<[string, unknown]>([
    ['a text', 'https://api.example.com/'],
    ['false', false],
    ['a number', 5],
    ['a URL', new URL('https://api.example.com/')],
    ['a Response', new Response('[]')],
    ['what only looks like a Request', request],
  ])('is refused before the request: %s', async (_, value) => {
    const { client, server } = await open({ beforeRequest: () => value as never }, withStatus(200));
    const error = await errorOf(update(client));
    expect(error.message).toContain('the hook beforeRequest failed');
    expect(error).toMatchObject({ outcome: 'not-applied', attempts: 0 });
    expect(error.cause).toMatchObject({ message: 'must return a Request or nothing' });
    expect(server.requests).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a text', '[]'],
    ['false', false],
    ['a number', 200],
    ['a list', []],
    ['a Request', new Request('https://api.example.com/')],
    ['what only looks like a Response', response],
  ])('is refused after the answer: %s', async (_, value) => {
    const hooks = { afterResponse: () => value as never };
    const { client, server } = await open(hooks, withJson(200, samplePrompt));
    const error = await errorOf(update(client));
    expect(error.message).toContain('the hook afterResponse failed');
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(error.cause).toMatchObject({ message: 'must return a Response or nothing' });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, (request: Request) => Promise<Request>]>([
    [
      'a request whose body has been read',
      async (given) => {
        const made = new Request(given, { body: 'x' });
        await made.text();
        return made;
      },
    ],
    [
      'a request whose body is no text',
      async (r) => new Request(r, { body: new Uint8Array([0xff]) }),
    ],
  ])('is refused where it is %s', async (_, replace) => {
    const hooks: Hooks = { beforeRequest: ({ request: given }) => replace(given) };
    const { client, server } = await open(hooks, withJson(200, samplePrompt));
    const error = await errorOf(update(client));
    expect(error.message).toContain('the hook beforeRequest failed');
    expect(error).toMatchObject({ outcome: 'not-applied', attempts: 0 });
    expect(error.cause).toBeInstanceOf(Error);
    expect(server.requests).toEqual([]);
  });

  it('is refused where it is an answer whose body has been read', async () => {
    const hooks: Hooks = {
      async afterResponse() {
        const made = Response.json(samplePrompt);
        await made.text();
        return made;
      },
    };
    const { client } = await open(hooks, withJson(200, samplePrompt));
    const error = await errorOf(update(client), PromptCrafterError);
    expect(error.outcome).toBe('unknown');
  });
});

it('nothing is sent without its hooks where the platform refuses to build a request', async () => {
  const { client, server } = await open({ beforeRequest: () => undefined }, withStatus(200));
  vi.stubGlobal(
    'Request',
    class {
      constructor() {
        throw new TypeError('no signals of this realm');
      }
    },
  );
  try {
    const error = await errorOf(client.getPrompts(), PromptCrafterConnectionError);
    expect(error.cause).toMatchObject({ message: 'no signals of this realm' });
  } finally {
    vi.unstubAllGlobals();
  }
  expect(server.requests).toEqual([]);
});
