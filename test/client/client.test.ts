import { inspect } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import DefaultExport, {
  PromptCrafterClient,
  PromptCrafterResponseError,
  PromptCrafterValidationError,
} from '../../src/index.ts';
import { createObservedClient, json } from '../support/create-observed-client.ts';
import {
  answeredOperations,
  credentials,
  findOperation,
  logInput,
  operations,
  promptInput,
  sampleLog,
  samplePrompt,
} from '../support/operations.ts';
import { errorOf, rejectionOf } from '../support/rejection-of.ts';
import { startScriptedServer, withBody, withJson, withStatus } from '../support/scripted-server.ts';

const toAnswer = ({ status, answer }: (typeof operations)[number]) =>
  answer === undefined ? withStatus(status) : withJson(status, answer);

test('a method that has lost its client rejects, and does not throw', async () => {
  const { client } = createObservedClient(json(200, []));
  const { getPrompts } = client;
  let call: Promise<unknown> | undefined;
  expect(() => {
    call = getPrompts();
  }).not.toThrow();
  await expect(call).rejects.toBeInstanceOf(TypeError);
});

describe.each(operations)('$name', (operation) => {
  const { call, line, sent, status, answer, anonymous } = operation;

  it('sends one documented request and delivers the answer', async () => {
    const server = await startScriptedServer(toAnswer(operation));
    const client = new PromptCrafterClient({ baseUrl: server.baseUrl, token: 'a-good-token' });

    expect(await call(client)).toEqual(answer);
    expect(server.requests).toHaveLength(1);
    const request = await server.received(0);
    expect(request.line).toBe(`${line} HTTP/1.1`);
    expect(request.headers.accept).toBe('application/json');
    expect(request.headers.authorization).toBe(anonymous ? undefined : 'Bearer a-good-token');
    expect(request.headers['content-type']).toBe(sent ? 'application/json' : undefined);
    expect(request.body === '' ? undefined : JSON.parse(request.body)).toEqual(sent);
  });

  it('hands nothing to fetch but what every platform knows', async () => {
    const respond = () => new Response(answer ? JSON.stringify(answer) : null, { status });
    const { client, requests } = createObservedClient(respond);
    await call(client);

    const [{ url, signal, ...init } = expect.fail()] = requests;
    expect(url).toBe(`https://api.example.com${line.replace(/^\w+ /, '')}`);
    expect(signal).toBeInstanceOf(AbortSignal);
    expect(init).toEqual({
      method: line.replace(/ .*/, ''),
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        ...(!anonymous && { authorization: 'Bearer observed-token' }),
        ...(sent !== undefined && { 'content-type': 'application/json' }),
      },
      ...(sent !== undefined && { body: JSON.stringify(sent) }),
    });
  });

  it('takes headers and settles for no retries in its options', async () => {
    const { client, requests } = createObservedClient(json(503, {}), {
      headers: { 'X-Client': 'one', 'x-both': 'client' },
    });
    const headers = new Headers({ 'X-Both': 'call' });

    await rejectionOf(call(client, { headers, maxRetries: 0 }));
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers).toMatchObject({ 'x-client': 'one', 'x-both': 'call' });
  });

  it('returns a promise and does not throw when it is called with nonsense', async () => {
    const { client, requests } = createObservedClient(json(200, {}));
    for (const options of [
      { timeout: -1 },
      { maxRetries: 0.5 },
      { signal: 'no' },
      { headers: 5 },
    ]) {
      const error = await errorOf(call(client, options as never), PromptCrafterValidationError);
      expect(error.issues).toHaveLength(1);
    }
    expect(requests).toEqual([]);
  });
});

describe.each(answeredOperations)('the answer to $name', ({ call, status, answer }) => {
  const deliver = async (body: unknown) => {
    const server = await startScriptedServer(
      withBody(status, typeof body === 'string' ? body : JSON.stringify(body)),
    );
    return call(new PromptCrafterClient({ baseUrl: server.baseUrl, maxRetries: 0 }));
  };
  const change = (record: object) => {
    const changed = { ...(Array.isArray(answer) ? answer[0] : (answer as object)), ...record };
    return Array.isArray(answer) ? [changed] : changed;
  };

  it('keeps fields that nobody knows yet', async () => {
    const extended = change({ rating: { stars: [4] }, toString: 'text', constructor: 1 });
    expect(await deliver(extended)).toEqual(extended);
  });

  it('changes no prototype, whatever its keys are', async () => {
    const text = JSON.stringify(change({ injected: 1 })).replace(
      '"injected":1',
      '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}',
    );
    const delivered = await deliver(text);
    const [record] = Array.isArray(delivered) ? delivered : [delivered];
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    expect(record.polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"[]"'],
    ['the other of object and array', Array.isArray(answer) ? '{}' : '[]'],
    ['an empty record', Array.isArray(answer) ? '[{}]' : '{}'],
    ['a record of nulls', Array.isArray(answer) ? '[null]' : '{"_id":null,"token":null}'],
  ])('is refused when it is %s', async (_, body) => {
    const error = await errorOf(deliver(body), PromptCrafterResponseError);
    expect(error.status).toBe(status);
    expect(error.issues.length).toBeGreaterThan(0);
    for (const issue of error.issues) {
      expect(issue).toEqual({
        path: expect.any(String),
        message: expect.stringMatching(/must be/),
      });
    }
  });

  it.each([
    ['empty', ''],
    ['HTML', '<!doctype html><title>Sign in to the Wi-Fi</title>'],
    ['cut off', '{"token":"'],
  ])('is refused when it is %s', async (_, body) => {
    const error = await errorOf(deliver(body), PromptCrafterResponseError);
    expect(error).toMatchObject({ status, attempts: 1, issues: [{ path: '' }] });
  });
});

describe('results', () => {
  it('leave out optional fields that come as null', async () => {
    const { client } = createObservedClient(({ url }) =>
      url.endsWith('/prompts')
        ? Response.json([{ ...samplePrompt, tags: null }])
        : Response.json([{ ...sampleLog, notes: null, score: null }]),
    );
    const [prompt] = await client.getPrompts();
    const [log] = await client.getLogs();
    expect(Object.keys(prompt ?? {})).not.toContain('tags');
    expect(Object.keys(log ?? {})).not.toContain('notes');
    expect(Object.keys(log ?? {})).not.toContain('score');
  });

  it('pass on the token that an older server sends with a signup', async () => {
    const { client } = createObservedClient(json(201, { message: 'Created', token: 'early' }));
    expect(await client.signup({ name: 'Ada', ...credentials })).toEqual({
      message: 'Created',
      token: 'early',
    });
  });

  it('point at the record and the field that are wrong', async () => {
    const { client } = createObservedClient(json(200, [sampleLog, { ...sampleLog, score: '8' }]));
    const error = await errorOf(client.getLogs(), PromptCrafterResponseError);
    expect(error.issues).toEqual([{ path: '[1].score', message: 'must be a number' }]);
    expect(error.message).toContain('Failed to get logs: the API answered 200');
  });

  it('hold a list of fifty thousand logs', async () => {
    const logs = Array.from({ length: 50_000 }, (_, index) => ({ ...sampleLog, _id: `${index}` }));
    const { client } = createObservedClient(json(200, logs));
    expect(await client.getLogs()).toHaveLength(50_000);
  });
});

describe('inputs', () => {
  it('are sent without fields that the API does not document', async () => {
    const { client, requests } = createObservedClient((_, index) =>
      Response.json(index === 0 ? samplePrompt : sampleLog, { status: 201 }),
    );
    await client.createPrompt({ ...promptInput, ownerId: 'someone' } as never);
    await client.createLog({ ...logInput, notes: undefined, _id: 'mine' } as never);
    const { notes, ...rest } = logInput;
    expect(requests.map(({ body }) => JSON.parse(body ?? ''))).toEqual([promptInput, rest]);
  });

  it('are sent whole, however long they are', async () => {
    const server = await startScriptedServer(withJson(201, sampleLog));
    const output = 'é🏭\u2028\u0000"\\'.repeat(50_000);
    await new PromptCrafterClient(server).createLog({ ...logInput, output });
    expect(JSON.parse((await server.received(0)).body).output).toBe(output);
  });

  it.each([
    ['createLog', (client: PromptCrafterClient) => client.createLog({} as never)],
    ['createPrompt', (client: PromptCrafterClient) => client.createPrompt(null as never)],
    ['updatePrompt', (client: PromptCrafterClient) => client.updatePrompt('p', 'x' as never)],
    ['signup', (client: PromptCrafterClient) => client.signup(undefined as never)],
    ['login', (client: PromptCrafterClient) => client.login([] as never)],
    ['searchPrompts', (client: PromptCrafterClient) => client.searchPrompts('')],
    ['getLogsByPrompt', (client: PromptCrafterClient) => client.getLogsByPrompt(7 as never)],
  ])('of %s are refused before anything is sent', async (name, call) => {
    const { client, requests } = createObservedClient(json(200, {}));
    const error = await errorOf(call(client), PromptCrafterValidationError);
    const { route } = findOperation(name);
    expect(error).toMatchObject({ route, attempts: 0, outcome: 'not-applied' });
    expect(error.message).toMatch(/^Failed to .+: .+\. Nothing was sent\.$/);
    expect(requests).toEqual([]);
  });
});

describe('the client', () => {
  it('is the default export and a named one', () => {
    expect(DefaultExport).toBe(PromptCrafterClient);
  });

  it('has a method for each operation, and three for many records', () => {
    const names = Object.getOwnPropertyNames(PromptCrafterClient.prototype);
    const many = ['createLogs', 'iterateLogs', 'iteratePrompts'];
    const others = ['constructor', 'setToken'];
    const expected = [...operations.map(({ name }) => name), ...many, ...others];
    expect(names.toSorted()).toEqual(expected.toSorted());
  });

  it('shows no token when it is inspected or written as JSON', () => {
    const client = new PromptCrafterClient({ token: 'inspected-token' });
    client.setToken('replaced-token');
    const shown = inspect(client, { showHidden: true, depth: 12 }) + JSON.stringify(client);
    expect(shown).not.toMatch(/inspected-token|replaced-token/);
  });
});

describe('a delete that is answered with something else than the API', () => {
  it('is no success', async () => {
    const portal = () => new Response('<html>Log in to this network</html>', { status: 200 });
    const { client } = createObservedClient(portal, { maxRetries: 0 });
    await errorOf(client.deleteLog('log106'), PromptCrafterResponseError);
  });
});
