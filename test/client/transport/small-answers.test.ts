import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseJson } from '../../../src/client/transport/parse-list.ts';
import { PromptCrafterClient, PromptCrafterResponseError } from '../../../src/index.ts';
import { logInput, sampleLog, samplePrompt } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';

/** Serves one body, compressed. */
async function serve(text: string): Promise<PromptCrafterClient> {
  const body = gzipSync(text);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return new PromptCrafterClient({ baseUrl: `http://127.0.0.1:${port}`, maxRetries: 0 });
}

const many = (element: string, count: number) => `[${`${element},`.repeat(count)}${element}]`;

describe('a small answer that unpacks to much', () => {
  it.each([
    ['of wrong logs', many('1', 1_400_000)],
    ['of wrong objects', many('{}', 9_000_000)],
    [
      'of a prompt with wrong tags',
      `[${JSON.stringify({ ...samplePrompt, tags: [] }).replace('[]', many('1', 1_000_000))}]`,
    ],
  ])('%s is refused after some of them', async (_, text) => {
    const client = await serve(text);
    const call = text.includes('tags') ? client.getPrompts() : client.getLogs();
    const error = await errorOf(call, PromptCrafterResponseError);
    expect(error.issues.length).toBeLessThanOrEqual(20);
    expect(error.issues.length).toBeGreaterThan(0);
  });

  it('in one record is read up to 32 MiB', async () => {
    const client = await serve(
      JSON.stringify({ ...samplePrompt, content: ' '.repeat(33 * 1024 * 1024) }),
    );
    const error = await errorOf(client.getPromptById('prompt104'), PromptCrafterResponseError);
    expect(error.issues).toEqual([{ path: '', message: 'is larger than 32 MiB' }]);
  });

  it('of a create leaves it open what was stored', async () => {
    const client = await serve(
      JSON.stringify({ ...sampleLog, output: ' '.repeat(33 * 1024 * 1024) }),
    );
    const error = await errorOf(client.createLog(logInput), PromptCrafterResponseError);
    expect(error.outcome).toBe('unknown');
  });

  it('together with others under way is refused', async () => {
    const client = await serve('x'.repeat(130 * 1024 * 1024));
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => client.getLogs()));
    const reasons = results.map((result) =>
      result.status === 'rejected' ? result.reason : result,
    );
    const refused = reasons.filter((error) =>
      /384 MiB together/.test(String(error.cause?.message)),
    );
    expect(refused.length).toBeGreaterThanOrEqual(1);
    // What was refused has made room for what comes.
    const error = await errorOf(client.getLogs(), PromptCrafterResponseError);
    expect(error.issues).toEqual([{ path: '', message: 'is not JSON' }]);
  });
});

describe('a long list', () => {
  const logs = Array.from({ length: 40_000 }, (_, at) => ({
    ...sampleLog,
    _id: `log${at}`,
    notes: 'n'.repeat(400),
  }));

  it('is parsed as any JSON is, element by element', () => {
    const text = JSON.stringify(logs);
    expect(text.length).toBeGreaterThan(17 * 1024 * 1024);
    expect(parseJson(text, true)).toEqual(logs);
    expect(() => parseJson(text.slice(0, -1), true)).toThrow(SyntaxError);
    expect(() => parseJson(`${text}]`, true)).toThrow(SyntaxError);
    expect(() => parseJson(text.replace('log7"', 'log7'), true)).toThrow(SyntaxError);
  });
});
