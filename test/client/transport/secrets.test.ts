import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ClientOptions,
  type LogEvent,
  PromptCrafterClient,
  PromptCrafterError,
  PromptCrafterResponseError,
} from '../../../src/index.ts';
import { createObservedClient, type Respond } from '../../support/create-observed-client.ts';
import { logInput } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';
import {
  type Answer,
  cutsBody,
  findClosedPort,
  hangsUp,
  resets,
  startScriptedServer,
  staysSilent,
  withBody,
  withJson,
} from '../../support/scripted-server.ts';
import { showEverything } from '../../support/show-everything.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.secret-of-the-token.signature';
const password = 'pass/word "é" 🏭\\<&>';
const output = 'private output of a model';

/** Parts that would give a secret away, in whatever form it is written. */
const giveaways = ['secret-of-the-token', 'pass/word', 'pass\\/word', 'pass%2F', 'pass&#'];

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Calls that carry a secret each, with a logger that notes all it is told. */
function attempts(options: ClientOptions) {
  const told: (string | LogEvent)[] = [];
  const note = (message: string, event: LogEvent) => told.push(message, event);
  const logger = { debug: note, info: note, warn: note, error: note };
  const client = new PromptCrafterClient({
    maxRetries: 1,
    attemptTimeout: 1_000,
    logger,
    logLevel: 'debug',
    ...options,
  });
  const email = 'ada@example.com';
  const calls = [
    () => client.getLogs(),
    () => client.createLog({ ...logInput, output }),
    () => client.login({ email, password }),
    () => client.signup({ name: 'Ada', email, password }),
  ];
  return { calls, told };
}

async function expectNoSecrets({ calls, told }: ReturnType<typeof attempts>): Promise<void> {
  for (const call of calls) {
    const shown = showEverything(await errorOf(call(), PromptCrafterError));
    expect(giveaways.filter((giveaway) => shown.includes(giveaway))).toEqual([]);
  }
  expect(told.length).toBeGreaterThanOrEqual(calls.length);
  const logged = JSON.stringify(told);
  const unwanted = [...giveaways, output, 'private', 'ada@', 'prompt104'];
  expect(unwanted.filter((giveaway) => logged.includes(giveaway))).toEqual([]);
}

/** A server that says all it has been sent, in a wording of its own. */
const echo =
  (status: number, say: (sent: string, secret: string) => string | object): Answer =>
  (socket, request) => {
    const sentToken = request.headers.authorization ?? '';
    const sentPassword = request.body ? (JSON.parse(request.body).password ?? '') : '';
    const said = say(`${sentToken} ${request.body}`, `${sentToken}${sentPassword}`);
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    withBody(status, text)(socket, request);
  };

/** JSON as other servers write it: slashes and all beyond ASCII escaped. */
const escapeJson = (value: object) =>
  JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const tellings: [string, (sent: string, secret: string) => string | object][] = [
  ['as error', (_, secret) => ({ error: `bad credentials: ${secret}` })],
  ['as message', (_, secret) => ({ message: secret, token: 5 })],
  ['as its request', (sent) => ({ error: 'bad request', request: sent })],
  ['deep inside', (_, secret) => ({ error: 'no', details: [{ headers: { a: [secret] } }] })],
  ['as a key', (_, secret) => ({ error: 'no', seen: { [secret]: 1 } })],
  ['as plain text', (sent, secret) => `${sent} ${secret}`],
  ['as HTML', (sent, secret) => `<pre>${sent} ${secret}</pre>`],
  ['with escapes', (_, secret) => escapeJson({ error: `bad ${secret}` })],
  ['with escapes, deep', (_, secret) => escapeJson({ error: 'no', details: [{ secret }] })],
  ['behind 490 characters', (_, secret) => ({ error: `${'x'.repeat(490)}${secret}` })],
  ['in a URL', (_, secret) => ({ error: `/login?p=${encodeURIComponent(secret)}` })],
  ['as a form', (_, secret) => ({ error: `${new URLSearchParams({ secret })}` })],
  ['with entities', (_, secret) => secret.replace(/[^\w.]/gu, (c) => `&#${c.codePointAt(0)};`)],
  ['within JSON within JSON', (sent) => ({ error: JSON.stringify({ sent }) })],
  ['cut off', (_, secret) => escapeJson({ error: `bad ${secret}` }).slice(0, -2)],
];

describe.each([200, 400, 401, 500])('no secret gets out of an answer with %d', (status) => {
  it.each(tellings)('that repeats it %s', async (_, say) => {
    const server = await startScriptedServer(echo(status, say));
    await expectNoSecrets(attempts({ baseUrl: server.baseUrl, token }));
  });
});

describe('no part of a secret gets out of an answer that is cut within it', () => {
  const long = `secret-of-the-token.${'a1_-'.repeat(500)}`;
  const limit = 64 * 1024;
  it.each([
    [400, `${'x'.repeat(limit - long.length + 1)}${long}${'x'.repeat(limit)}`],
    [500, `${'x'.repeat(limit - 100)}${long}${'x'.repeat(limit)}`],
    [500, `${'x'.repeat(limit - 100)}${long.replaceAll('_', '\\u005f')}${'x'.repeat(limit)}`],
    [200, `${`${long},`.repeat(100)}`],
    [200, `${`${long} `.repeat(32)}${'x'.repeat(limit)}`],
  ])('%d', async (status, text) => {
    const server = await startScriptedServer(withBody(status, text));
    const client = new PromptCrafterClient({ baseUrl: server.baseUrl, token: long, maxRetries: 0 });
    const error = await errorOf(client.getPrompts(), PromptCrafterError);
    expect(showEverything(error)).not.toContain(long.slice(0, 12));
    if (status === 200) expect(error.body).toBe('');
    else expect(error.body).toMatch(/^x{10000}/);
  });
});

describe('no secret gets out of a connection that fails', () => {
  it.each<[string, Answer]>([
    ['by a reset', resets],
    ['by an end', hangsUp],
    ['by silence', staysSilent],
    ['by a body that is cut off', cutsBody(200, '{"token":"')],
    [
      'by a redirect that repeats it',
      (socket, request) =>
        withJson(302, {}, { location: `https://elsewhere.example/?t=${token}` })(socket, request),
    ],
  ])('%s', async (_, answer) => {
    const server = await startScriptedServer(answer);
    await expectNoSecrets(attempts({ baseUrl: server.baseUrl, token, attemptTimeout: 150 }));
  });

  it('before it is made', async () => {
    await expectNoSecrets(attempts({ baseUrl: await findClosedPort(), token }));
  });
});

describe('no secret gets out of a fetch that throws', () => {
  it.each<[string, Respond]>([
    [
      'an error that holds the request',
      (request) => {
        throw Object.assign(new TypeError('fetch failed'), {
          request,
          config: { headers: request.headers, data: request.body },
        });
      },
    ],
    [
      'an error that speaks of it, in its cause as well',
      ({ headers, body }) => {
        const sent = JSON.stringify({ headers, body: JSON.parse(body ?? '{}').password });
        const text = `${sent} ${headers.authorization} ${JSON.parse(body ?? '{}').password}`;
        throw new Error(text, { cause: new TypeError(text, { cause: new Error(text) }) });
      },
    ],
    [
      'an error with strange name and code',
      ({ headers, body }) => {
        const secret = `${headers.authorization}${JSON.parse(body ?? '{}').password}`;
        throw Object.assign(new Error('x'), { name: secret, code: secret });
      },
    ],
    ['the request', (request) => Promise.reject(request)],
    ['its headers as a text', ({ headers }) => Promise.reject(JSON.stringify(headers))],
    ['a DOMException', ({ headers }) => Promise.reject(new DOMException(headers.authorization))],
    [
      'an aggregate of errors that hold it',
      (request) => Promise.reject(new AggregateError([Object.assign(new Error('x'), request)])),
    ],
    [
      'from its body',
      ({ headers }) =>
        new Response(
          new ReadableStream({ pull: (c) => c.error(new Error(`lost ${headers.authorization}`)) }),
        ),
    ],
  ])('%s', async (_, respond) => {
    const { client, requests } = createObservedClient(respond, { token, maxRetries: 0 });
    await errorOf(client.getLogs());
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
    const fetch = async (url: string, init: (typeof requests)[number]) =>
      respond({ ...init, url }, 0);
    await expectNoSecrets(
      attempts({ baseUrl: 'https://api.example.com', token, fetch: fetch as never }),
    );
  });
});

describe('an answer to a login or a sign-up that is something else', () => {
  it.each([
    ['with a token somewhere else', { accessToken: 'issued-to-ada' }],
    ['with a token of another type', { token: ['issued-to-ada'], message: 5 }],
  ])('%s is not shown', async (_, body) => {
    const server = await startScriptedServer(withJson(200, body));
    const client = new PromptCrafterClient({ ...server, maxRetries: 0 });
    const account = { email: 'ada@example.com', password: 'a-long-secret' };
    const calls = [() => client.login(account), () => client.signup({ name: 'Ada', ...account })];
    for (const call of calls) {
      const error = await errorOf(call(), PromptCrafterResponseError);
      expect(showEverything(error)).not.toContain('issued-to-ada');
      expect(error.issues.length).toBeGreaterThan(0);
    }
  });
});

describe('what is redacted', () => {
  it.each(['  spaced-token-of-ada  ', 'spaced-token-of-ada\t'])(
    'is the token as the server saw it: %j',
    async (padded) => {
      const server = await startScriptedServer(echo(401, (sent) => ({ error: sent })));
      const client = new PromptCrafterClient({ ...server, token: padded });
      const error = await errorOf(client.getLogs());
      expect(showEverything(error).includes('spaced-token')).toBe(false);
      expect(error.message).toContain('[redacted]');
    },
  );

  it('includes an Authorization header that the user sets', async () => {
    const server = await startScriptedServer(echo(401, (sent) => ({ error: sent })));
    const client = new PromptCrafterClient(server);
    const headers = { Authorization: 'Basic YWRhOnNlY3JldA==' };
    const error = await errorOf(client.getLogs({ headers }));
    expect(showEverything(error).includes('YWRhOnNlY3JldA')).toBe(false);
  });

  it('leaves the rest of the server’s text alone', async () => {
    const server = await startScriptedServer(withJson(400, { error: `a "${token}" \\ is bad` }));
    const client = new PromptCrafterClient({ ...server, token });
    expect((await errorOf(client.getLogs())).message).toBe('a "[redacted]" \\ is bad');
  });

  it('is not the request body where the error is logged', async () => {
    const server = await startScriptedServer(withJson(500, { error: 'no', sent: output }));
    const client = new PromptCrafterClient({ ...server, token });
    const error = await errorOf(client.createLog({ ...logInput, output }));
    expect(JSON.stringify(error)).not.toContain(output);
    expect(error.body).toEqual({ error: 'no', sent: output });
  });
});
