import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { AnswerRecord } from '../../src/observe/log-answer.ts';
import { observe } from '../../src/observe/observe.ts';
import { collectGarbage } from '../support/collect-garbage.ts';
import { chunk, done, textChunks } from './vendors/wire-chat.ts';

const request = { method: 'POST', body: '{"model":"m","messages":[]}' };
const headers = { 'content-type': 'text/event-stream' };
const encoder = new TextEncoder();

function createParts() {
  const logs: AnswerRecord[] = [];
  const queue = { log: (record: AnswerRecord) => logs.push(record) };
  return { logs, fetch: observe({ queue, promptId: 'prompt104' }) };
}

/** A server of a test's own, which answers as it likes. */
async function serve(answer: (response: ServerResponse) => void) {
  const server = createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/chat/completions`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const drained = (response: ServerResponse) =>
  new Promise((resolve) => response.once('drain', resolve));

describe('an observed stream', () => {
  it('gives each chunk as soon as it is there, and as it is', async () => {
    let send = (_part: string) => {};
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        send = (part) => controller.enqueue(encoder.encode(part));
      },
    });
    const { logs } = createParts();
    const fetch = observe({
      queue: { log: (record: AnswerRecord) => logs.push(record) },
      promptId: 'prompt104',
      fetch: async () => new Response(source, { headers }),
    });
    const reader = (await fetch('https://x.com/chat/completions', request)).body?.getReader();
    // Nothing else is sent until the reader has had the part before, which may be half an event.
    for (const part of ['d', 'ata: {"choices":[{"delta":{"content":"Ai', 'r."}}]}\n\n', done]) {
      const reading = reader?.read();
      send(part);
      expect(await reading).toEqual({ done: false, value: encoder.encode(part) });
    }
    expect(logs).toMatchObject([{ output: 'Air.' }]);
  });

  it('slows the vendor down where its reader is slow', async () => {
    const part = `: ${'x'.repeat(64 * 1024)}\n\n`;
    const mostParts = 2_000;
    let written = 0;
    await using server = await serve(async (response) => {
      const closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200, headers);
      for (; written < mostParts && !response.destroyed; written += 1) {
        if (!response.write(part)) await Promise.race([drained(response), closed]);
      }
    });
    const { fetch } = createParts();
    const reader = (await fetch(server.url, request)).body?.getReader();
    await reader?.read();
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    // What the sockets and the platform hold of it; the observer holds nothing.
    expect(written).toBeLessThan(mostParts / 4);
    await reader?.cancel();
  });

  it('takes no memory, however long it is', async () => {
    const event = chunk({ content: 'a'.repeat(16 * 1024) });
    let parts = 0;
    const { logs } = createParts();
    const fetch = observe({
      queue: { log: (record: AnswerRecord) => logs.push(record) },
      promptId: 'prompt104',
      fetch: async () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              parts += 1;
              controller.enqueue(encoder.encode(parts < 20_000 ? event : done));
              if (parts === 20_000) controller.close();
            },
          }),
          { headers },
        ),
    });
    const response = await fetch('https://x.com/chat/completions', request);
    let highest = 0;
    const used = () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    await collectGarbage();
    const before = used();
    let read = 0;
    let bytes = 0;
    for await (const part of response.body ?? []) {
      read += 1;
      bytes += part.length;
      if (read % 2_000 !== 0) continue;
      await collectGarbage();
      highest = Math.max(highest, used() - before);
    }
    expect(bytes).toBeGreaterThan(300 * 1024 * 1024);
    expect(highest).toBeGreaterThan(0);
    expect(highest).toBeLessThan(48 * 1024 * 1024);
    expect(logs[0]?.output.length).toBeLessThan(10 * 1024 * 1024 + 100);
  });

  it('takes little more memory than its text, however small its parts are', async () => {
    // Each is another one: the engine keeps one copy of short texts that are alike.
    const event = (part: number) =>
      encoder.encode(`data: {"choices":[{"delta":{"content":"${part} of many, "}}]}\n\n`);
    const whole = 500_000;
    let parts = 0;
    let source: ReadableStreamDefaultController | undefined;
    const fetch = observe({
      queue: { log: () => true },
      promptId: 'prompt104',
      fetch: async () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              source = controller;
              parts += 1;
              controller.enqueue(event(parts));
            },
          }),
          { headers },
        ),
    });
    const response = await fetch('https://x.com/chat/completions', request);
    const reader = response.body?.getReader();
    await reader?.read();
    await collectGarbage();
    const before = process.memoryUsage().heapUsed;
    while (parts < whole) await reader?.read();
    await collectGarbage();
    // Some eight million characters, in half a million parts.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(14 * 1024 * 1024);
    source?.error(new Error('Enough.'));
    await reader?.read().catch(() => undefined);
  });
});

describe('an answer that nobody reads', () => {
  it('is collected, and its connection is freed', async () => {
    let closed = 0;
    await using server = await serve((response) => {
      response.on('close', () => {
        closed += 1;
      });
      response.writeHead(200, headers);
      response.write(textChunks('Air.').join(''));
    });
    const { fetch } = createParts();
    const references: WeakRef<Response>[] = [];
    for (let call = 0; call < 10; call += 1) {
      references.push(new WeakRef(await fetch(server.url, request)));
    }
    for (let round = 0; round < 50 && closed < 9; round += 1) {
      await collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(references.filter((reference) => reference.deref()).length).toBeLessThanOrEqual(1);
    expect(closed).toBeGreaterThanOrEqual(9);
  });

  it('is still there for who reads it late', async () => {
    await using server = await serve((response) => {
      response.writeHead(200, headers);
      response.end([...textChunks('Air.'), done].join(''));
    });
    const { fetch, logs } = createParts();
    const response = await fetch(server.url, request);
    const { body } = await fetch(server.url, request);
    for (let round = 0; round < 10; round += 1) {
      await collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await response.text()).toContain('Air.');
    expect(await new Response(body).text()).toContain('Air.');
    expect(logs).toHaveLength(2);
  });
});

it('leaves nothing of an answer that is read and logged', async () => {
  await using server = await serve((response) => {
    response.writeHead(200, headers);
    response.end([...textChunks('Air.'), done].join(''));
  });
  const fetch = observe({ queue: { log: () => true }, promptId: 'prompt104' });
  const references: WeakRef<object>[] = [];
  const { signal } = new AbortController();
  for (let call = 0; call < 20; call += 1) {
    const response = await fetch(server.url, { ...request, signal });
    references.push(new WeakRef(response));
    await response.text();
  }
  await collectGarbage();
  await collectGarbage();
  expect(references.filter((reference) => reference.deref()).length).toBeLessThanOrEqual(1);
});
