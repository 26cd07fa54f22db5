import { describe, expect, it } from 'vitest';
import * as publicNames from '../../../src/index.ts';
import { PromptCrafterAPIError, PromptCrafterConnectionError } from '../../../src/index.ts';
import { createObservedClient, json } from '../../support/create-observed-client.ts';
import { operations } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';
import { startScriptedServer, withBody, withJson } from '../../support/scripted-server.ts';

const classes: Record<number, string> = {
  400: 'BadRequestError',
  401: 'AuthenticationError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  409: 'ConflictError',
  415: 'UnsupportedMediaTypeError',
  429: 'RateLimitError',
};
const errorStatuses = Array.from({ length: 200 }, (_, index) => 400 + index);

/** The error of a call that is answered with that status and body. */
async function errorFor(status: number, body: string, headers: Record<string, string> = {}) {
  const { client } = createObservedClient(() => new Response(body, { status, headers }), {
    maxRetries: 0,
  });
  return errorOf(client.getLogs(), PromptCrafterAPIError);
}

describe('an error status', () => {
  it.each(errorStatuses)('has a class of its own, or that of its hundred: %d', async (status) => {
    const error = await errorFor(status, '{"error":"Text."}');
    const expected = classes[status] ?? (status < 500 ? 'PromptCrafterAPIError' : 'ServerError');
    expect(error.name).toBe(expected);
    expect({ ...publicNames }[expected as 'ServerError']).toBe(error.constructor);
    expect(error).toMatchObject({ status, message: 'Text.', body: { error: 'Text.' } });
  });

  it.each(operations)('says what call $name was', async ({ call, line, route }) => {
    const server = await startScriptedServer(withJson(418, { error: 'Teapot' }));
    const client = new publicNames.PromptCrafterClient(server);
    const error = await errorOf(call(client), PromptCrafterAPIError);
    const [method] = line.split(' ');
    expect(error).toMatchObject({ method, route, attempts: 1, status: 418, message: 'Teapot' });
  });
});

describe('its message', () => {
  it.each<[string, string]>([
    ['{"error":"No."}', 'No.'],
    ['{"message":"Application not found","status":"error","code":404}', 'Application not found'],
    ['{"message":"second","error":"first"}', 'first'],
    ['{"error":"","message":"second"}', 'second'],
    ['{"error":"  \\n","message":"second"}', 'second'],
    ['{"error":{"code":1},"message":"second"}', 'second'],
    ['{"error":null,"message":"second"}', 'second'],
    ['{"error":"é 🏭"}', 'é 🏭'],
    // What would move a cursor or begin a line in a terminal is written out.
    ['{"error":"\\u001b[2J\\nEnd\\u0000\\u202e"}', '\\u001b[2J\\u000aEnd\\u0000\\u202e'],
    ['\ufeff{"error":"behind a byte order mark"}', 'behind a byte order mark'],
  ])('is the server’s own text in %j', async (body, message) => {
    expect((await errorFor(404, body)).message).toBe(message);
  });

  it.each([
    '',
    ' ',
    '<!doctype html><h1>Bad gateway</h1>',
    'upstream connect error',
    '{"error":"cut o',
    '{}',
    '[]',
    '[{"error":"in an array"}]',
    'null',
    'true',
    '42',
    '"a text"',
    '{"error":5,"message":[]}',
    '{"errors":["plural"]}',
    '{"__proto__":{"error":"inherited"}}',
    '\u0000\u0001',
  ])('is the status where the body is %j', async (body) => {
    const error = await errorFor(502, body);
    expect(error).toMatchObject({ message: 'HTTP 502 Bad Gateway', status: 502 });
    expect(({} as { error?: string }).error).toBeUndefined();
  });

  it('names a status that has no phrase by its number', async () => {
    expect((await errorFor(599, '')).message).toBe('HTTP 599');
    expect((await errorFor(418, '')).message).toBe('HTTP 418');
  });

  it('does not repeat a reason phrase that the server made up', async () => {
    const { baseUrl } = await startScriptedServer(withBody(502, ''));
    const client = new publicNames.PromptCrafterClient({ baseUrl, maxRetries: 0 });
    expect((await errorOf(client.getLogs())).message).toBe('HTTP 502 Bad Gateway');
  });

  it.each([499, 500, 501, 5_000])('has at most 500 of %d characters', async (length) => {
    const { message } = await errorFor(400, JSON.stringify({ error: 'x'.repeat(length) }));
    expect(message).toHaveLength(Math.min(length, 500));
    expect(message.endsWith('…')).toBe(length > 500);
  });

  it('does not cut a character in two', async () => {
    for (const padding of ['', 'x']) {
      const { message } = await errorFor(
        400,
        JSON.stringify({ error: padding + '🏭'.repeat(400) }),
      );
      expect(message.length).toBeLessThanOrEqual(500);
      expect(encodeURIComponent(message)).toMatch(/^(x?)(%F0%9F%8F%AD)+%E2%80%A6$/);
    }
  });
});

describe('its body', () => {
  it('is parsed JSON, else text, and absent where there is none', async () => {
    expect((await errorFor(400, '{"error":"x","fields":["a"]}')).body).toEqual({
      error: 'x',
      fields: ['a'],
    });
    expect((await errorFor(400, '<h1>no</h1>')).body).toBe('<h1>no</h1>');
    expect('body' in (await errorFor(400, ''))).toBe(false);
  });

  it('may be nested deeper than any stack', async () => {
    const depth = 30_000;
    const error = await errorFor(500, '['.repeat(depth) + ']'.repeat(depth));
    expect(error.message).toBe('HTTP 500 Internal Server Error');
    expect(error.body).toBeDefined();
  });
});

describe('a status that is none', () => {
  it.each([
    ['0', Response.error()],
    ['700', { status: 700, headers: new Headers(), body: null }],
    ['100', { status: 100, headers: new Headers(), body: null }],
    ['NaN', { status: Number.NaN, headers: new Headers(), body: null }],
    ['304', new Response(null, { status: 304 })],
    ['opaque', { status: 0, type: 'opaqueredirect', headers: new Headers(), body: null }],
  ])('is not invented: %s', async (_, response) => {
    const { client } = createObservedClient(() => response as Response);
    const error = await errorOf(client.getLogs(), PromptCrafterConnectionError);
    expect(error).not.toHaveProperty('status');
    expect(error.attempts).toBe(1);
  });
});

describe('retryAfter', () => {
  const date = (offset: number) => new Date(1_750_000_000_000 + offset).toUTCString();
  it.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['no time', { 'retry-after': '0' }, 0],
    ['a date and the server’s own clock', { 'retry-after': date(90_000), date: date(0) }, 90_000],
    ['a date that has passed', { 'retry-after': date(0), date: date(5_000) }, 0],
    ['a negative number', { 'retry-after': '-5' }, undefined],
    ['a text', { 'retry-after': 'soon' }, undefined],
    ['nothing', { 'retry-after': '' }, undefined],
    ['two numbers', { 'retry-after': '1, 2' }, undefined],
    ['no header', {}, undefined],
  ])('comes from %s', async (_, headers, expected) => {
    const error = await errorFor(429, '', headers);
    expect(error.retryAfter).toBe(expected);
    expect('retryAfter' in error).toBe(expected !== undefined);
  });

  it.each([400, 404, 429, 500, 503])('is told with any error status: %d', async (status) => {
    expect((await errorFor(status, '', { 'retry-after': '7' })).retryAfter).toBe(7_000);
  });
});

describe('a 2xx body that cannot be used', () => {
  it('is shown cut short, and not to those who log', async () => {
    const { client } = createObservedClient(json(200, { page: 'y'.repeat(5_000) }));
    const error = await errorOf(client.getLogs(), publicNames.PromptCrafterResponseError);
    expect(error.body).toHaveLength(1_000);
    expect(error.issues).toEqual([{ path: '', message: 'must be an array' }]);
    expect(JSON.stringify(error)).not.toContain('yyy');
  });

  it('says of a thousand things that are wrong only the first in its message', async () => {
    const { client } = createObservedClient(json(200, Array(1_000).fill({})));
    const error = await errorOf(client.getLogs(), publicNames.PromptCrafterResponseError);
    expect(error.message.length).toBeLessThan(500);
    expect(error.message).toMatch(/; \d+ more\)/);
    // Nobody reads more of them, and an answer of 600 bytes can hold a million.
    expect(error.issues.length).toBeLessThan(50);
  });
});
