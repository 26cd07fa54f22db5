import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toTarget } from '../../../src/client/transport/path.ts';
import { operations } from '../../../src/core/operations.ts';
import { PromptCrafterClient, PromptCrafterValidationError } from '../../../src/index.ts';
import { samplePrompt } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';
import { startScriptedServer, withJson } from '../../support/scripted-server.ts';

const hostileIds = [
  '...',
  '../users',
  '..%2Fusers',
  '%2e',
  '%2e%2e',
  '%2E%2e/',
  '.%2e',
  '%252e%252e',
  '..\\..\\users',
  '/etc/passwd',
  '//evil.example',
  '\\\\evil.example',
  'http://evil.example/',
  '@evil.example',
  'a?b=c',
  'a#b',
  'a&promptId=b',
  'a;b=c',
  'a+b',
  ' ',
  ' . ',
  '\t..\n',
  '.\u0000.',
  'a\r\nHost: evil.example\r\n\r\n',
  'a HTTP/1.1',
  '\u202e\ufeff',
  'é',
  'e\u0301',
  '🏭',
  '%',
  '%zz',
  '%ff',
  '__proto__',
  'constructor',
  'undefined',
  '[id]',
  '{id}',
  '|"<>^`',
  'x'.repeat(5_000),
];

const anyId = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc
      .array(fc.constantFrom('.', '..', '/', '\\', '%2e', '%', '?', '#', ' ', '\r\n', '\0', 'a'), {
        minLength: 1,
        maxLength: 8,
      })
      .map((parts) => parts.join('')),
  )
  .filter((id) => id !== '.' && id !== '..');

/** The methods that take an id, and where it goes. */
type Place = [string, (client: PromptCrafterClient, id: string) => Promise<unknown>, RegExp];
const segments: Place[] = [
  [
    'getPromptById',
    (c, id) => c.getPromptById(id),
    /^GET \/v1\/prompts\/([^/?#\s\\]+) HTTP\/1\.1$/,
  ],
  [
    'updatePrompt',
    (c, id) => c.updatePrompt(id, { content: 'Changed.' }),
    /^PATCH \/v1\/prompts\/([^/?#\s\\]+) HTTP\/1\.1$/,
  ],
  [
    'deletePrompt',
    (c, id) => c.deletePrompt(id),
    /^DELETE \/v1\/prompts\/([^/?#\s\\]+) HTTP\/1\.1$/,
  ],
  ['deleteLog', (c, id) => c.deleteLog(id), /^DELETE \/v1\/logs\/([^/?#\s\\]+) HTTP\/1\.1$/],
];
const parameters: Place[] = [
  ['searchPrompts', (c, q) => c.searchPrompts(q), /^GET \/v1\/search\?q=([^&#\s+;]+) HTTP\/1\.1$/],
  [
    'getLogsByPrompt',
    (c, id) => c.getLogsByPrompt(id),
    /^GET \/v1\/logs\?promptId=([^&#\s+;]+) HTTP\/1\.1$/,
  ],
];

async function connect() {
  const server = await startScriptedServer((socket, request) => {
    const answer = /\/(search|logs)\?/.test(request.target) ? [] : samplePrompt;
    withJson(200, answer)(socket, request);
  });
  const baseUrl = `${server.baseUrl}/v1`;
  return { server, client: new PromptCrafterClient({ baseUrl, maxRetries: 0 }) };
}

describe.each([...segments, ...parameters])('the text that %s takes', (_, call, line) => {
  it('arrives in its own place and decodes to itself, whatever it holds', async () => {
    const { server, client } = await connect();
    const check = async (id: string) => {
      const index = server.requests.length;
      await call(client, id);
      const request = await server.received(index);
      const [, place = ''] = line.exec(request.line) ?? [];
      expect(decodeURIComponent(place)).toBe(id);
      expect(request.headers.host).toBe(new URL(server.baseUrl).host);
      expect(server.requests).toHaveLength(index + 1);
    };
    for (const id of hostileIds) await check(id);
    await fc.assert(fc.asyncProperty(anyId, check), { numRuns: 40 });
  });

  it.each([
    ['an empty text', ''],
    ['a high surrogate alone', 'a\ud83c'],
    ['a low surrogate alone', '\udfedb'],
    ['surrogates in the wrong order', '\udfed\ud83c'],
    ['undefined', undefined],
    ['null', null],
    ['a number', 104],
    ['an array', ['prompt104']],
    ['an object with a text', { toString: () => 'prompt104' }],
    ['a String object', new String('prompt104')],
    ['a symbol', Symbol('prompt104')],
  ])('is refused before sending where it is %s', async (__, id) => {
    const { server, client } = await connect();
    const error = await errorOf(call(client, id as string), PromptCrafterValidationError);
    expect(error.issues).toHaveLength(1);
    expect(error).toMatchObject({ attempts: 0, outcome: 'not-applied' });
    expect(server.requests).toEqual([]);
  });
});

describe.each(segments)('the id that %s takes', (_, call) => {
  it.each(['.', '..'])('is refused where a URL would resolve it: %j', async (id) => {
    const { server, client } = await connect();
    const error = await errorOf(call(client, id), PromptCrafterValidationError);
    expect(error.issues).toEqual([{ path: 'id', message: 'must not be "." or ".."' }]);
    expect(server.requests).toEqual([]);
  });
});

describe('a path', () => {
  it('is shown as a template in errors and logs', () => {
    expect(toTarget(operations.getPromptById, 'a/b$&')).toEqual({
      path: '/prompts/a%2Fb%24%26',
      route: '/prompts/{id}',
    });
    expect(toTarget(operations.searchPrompts, 'private words').route).toBe('/search');
  });

  it('keeps dots in a query, where nobody resolves them', () => {
    expect(toTarget(operations.searchPrompts, '..').path).toBe('/search?q=..');
  });
});
