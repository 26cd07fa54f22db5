import { describe, expect, it } from 'vitest';
import type { AnswerRecord } from '../../src/observe/log-answer.ts';
import { observe } from '../../src/observe/observe.ts';
import { startVendor } from './vendors/scripted-vendor.ts';
import { completion } from './vendors/wire-chat.ts';

const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Why — 散乱?' }] });
const headers = { 'content-type': 'application/json' };
const bytes = new TextEncoder().encode(body);

type Fetch = typeof globalThis.fetch;

const ways: [string, (fetch: Fetch, url: string) => Promise<Response>][] = [
  ['a text', (fetch, url) => fetch(url, { method: 'POST', headers, body })],
  ['bytes', (fetch, url) => fetch(url, { method: 'POST', headers, body: bytes })],
  ['a buffer', (fetch, url) => fetch(url, { method: 'POST', headers, body: bytes.buffer })],
  ['a blob', (fetch, url) => fetch(url, { method: 'POST', headers, body: new Blob([body]) })],
  ['a Request', (fetch, url) => fetch(new Request(url, { method: 'POST', headers, body }))],
  [
    'a Request, whose body is replaced',
    (fetch, url) => fetch(new Request(url, { method: 'POST', headers, body: '{}' }), { body }),
  ],
  [
    'a stream',
    (fetch, url) => {
      const init = { method: 'POST', headers, body: new Blob([body]).stream(), duplex: 'half' };
      return fetch(url, init as RequestInit);
    },
  ],
  [
    'a Request of a stream',
    (fetch, url) => {
      const init = { method: 'POST', headers, body: new Blob([body]).stream(), duplex: 'half' };
      return fetch(new Request(url, init as RequestInit));
    },
  ],
];

describe('a request is sent as it would be sent without an observer', () => {
  it.each(ways)('%s', async (way, send) => {
    await using vendor = await startVendor([completion({ message: { content: 'Air.' } })]);
    const logs: AnswerRecord[] = [];
    const queue = { log: (record: AnswerRecord) => logs.push(record) };
    const observed = observe({ queue, promptId: 'prompt104' });
    const url = `${vendor.url}/v1/chat/completions`;
    const answers = [];
    for (const fetch of [globalThis.fetch, observed]) {
      answers.push(await (await send(fetch, url)).text());
    }
    expect(answers[1]).toBe(answers[0]);
    const [bare, looked] = vendor.requests;
    expect(looked).toEqual(bare);
    expect(looked?.body).toBe(body);
    await new Promise((resolve) => setImmediate(resolve));
    expect(logs).toMatchObject([{ output: 'Air.' }]);
    expect(logs[0]?.meta.input).toBe(way === 'a stream' ? undefined : 'Why — 散乱?');
  });
});
