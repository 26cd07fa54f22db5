import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PromptCrafterClient } from '../../../src/index.ts';
import { collectGarbage } from '../../support/collect-garbage.ts';
import { createObservedClient, json, never } from '../../support/create-observed-client.ts';
import { operations, sampleLog } from '../../support/operations.ts';
import { rejectionOf } from '../../support/rejection-of.ts';
import {
  type Answer,
  dripsBody,
  stallsBody,
  startScriptedServer,
  staysSilent,
  withJson,
} from '../../support/scripted-server.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const reasons: [string, unknown][] = [
  ['an error', new RangeError('the user left')],
  ['a text', 'the user left'],
  ['a number', 0],
  ['null', null],
  ['an object', { left: true }],
];

describe.each(reasons)('with %s as the reason', (_, reason) => {
  it.each(operations)('an abort of $name rejects with that very reason', async ({ call }) => {
    const { client, requests } = createObservedClient(never);
    const controller = new AbortController();
    const rejection = rejectionOf(call(client, { signal: controller.signal }));
    await vi.waitFor(() => expect(requests).toHaveLength(1), { interval: 1 });
    controller.abort(reason);
    expect(await rejection).toBe(reason);
  });

  it.each(operations)('$name sends nothing where it is aborted already', async ({ call }) => {
    const token = vi.fn(() => 'a-token');
    const { client, requests } = createObservedClient(never, { token });
    expect(await rejectionOf(call(client, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(requests).toEqual([]);
    expect(token).not.toHaveBeenCalled();
  });
});

describe('an abort', () => {
  it('without a reason rejects with the signal’s AbortError', async () => {
    const controller = new AbortController();
    const { client } = createObservedClient(never);
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    controller.abort();
    expect(await rejection).toBe(controller.signal.reason);
  });

  it('by a timeout signal rejects with its TimeoutError', async () => {
    const { client } = createObservedClient(never);
    const signal = AbortSignal.timeout(20);
    expect(await rejectionOf(client.getLogs({ signal }))).toBe(signal.reason);
  });

  it.each<[string, Answer]>([
    ['before the headers', staysSilent],
    ['within the body', stallsBody(200)],
    ['within a dripping body', dripsBody(200)],
    ['within the body of an error', stallsBody(500)],
    ['within the body of an error that is final', stallsBody(404)],
  ])('%s hangs up', async (_, answer) => {
    const server = await startScriptedServer(answer);
    const controller = new AbortController();
    const client = new PromptCrafterClient(server);
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    const { closed } = await server.received(0);
    setTimeout(() => controller.abort('left'), 30);
    expect(await rejection).toBe('left');
    await closed;
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['before the headers', staysSilent],
    ['within the body', stallsBody(200)],
  ])('%s hangs up even when everything has been collected that could be', async (_, answer) => {
    const server = await startScriptedServer(answer);
    const controller = new AbortController();
    const client = new PromptCrafterClient(server);
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    const { closed } = await server.received(0);
    await collectGarbage();
    controller.abort('left');
    expect(await rejection).toBe('left');
    await closed;
  });

  it('while a token is asked for sends nothing, and the next call asks anew', async () => {
    const controller = new AbortController();
    const token = vi.fn<() => Promise<string>>(() => new Promise(() => undefined));
    const { client, requests } = createObservedClient(json(200, []), { token });
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    controller.abort('left');
    expect(await rejection).toBe('left');
    expect(requests).toEqual([]);
    token.mockResolvedValue('second-token');
    expect(await client.getLogs()).toEqual([]);
  });

  it('during the wait before a retry ends it, and its timers', async () => {
    vi.useFakeTimers();
    const controller = new AbortController();
    const { client, requests } = createObservedClient(json(503, {}, { 'retry-after': '20' }));
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(10_000);
    controller.abort('left');
    expect(await rejection).toBe('left');
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(1);
  });

  it('while the server answers is the caller’s, not an attempt’s failure', async () => {
    const controller = new AbortController();
    const warn = vi.fn();
    const { client, requests } = createObservedClient(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      { logger: { warn, error: warn } },
    );
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    await vi.waitFor(() => expect(requests).toHaveLength(1), { interval: 1 });
    controller.abort('left');
    expect(await rejection).toBe('left');
    expect(requests).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
  });

  it('tells a fetch of the user’s nothing of its reason', async () => {
    const controller = new AbortController();
    const { client, requests } = createObservedClient(never);
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    controller.abort('private reason');
    await rejection;
    expect(requests[0]?.signal).not.toBe(controller.signal);
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(String(requests[0]?.signal.reason)).not.toContain('private');
  });

  it('after the answer changes nothing', async () => {
    const controller = new AbortController();
    const { client, requests } = createObservedClient(json(200, [sampleLog]));
    const logs = await client.getLogs({ signal: controller.signal });
    controller.abort();
    expect(logs).toEqual([sampleLog]);
    expect(requests[0]?.signal.aborted).toBe(false);
  });

  it('ends one call and leaves the others alone', async () => {
    const server = await startScriptedServer(staysSilent, withJson(200, [sampleLog]));
    const controller = new AbortController();
    const client = new PromptCrafterClient(server);
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    await server.received(0);
    const other = client.getLogs();
    controller.abort('left');
    expect(await rejection).toBe('left');
    expect(await other).toEqual([sampleLog]);
  });
});

/** How many signals depend on one: Node keeps them in a set that it names `kDependantSignals`. */
function countDependants(signal: AbortSignal): number {
  const key = Object.getOwnPropertySymbols(signal).find((symbol) =>
    /dependant/i.test(symbol.description ?? ''),
  );
  return key === undefined ? 0 : Reflect.get(signal, key).size;
}

describe('a signal that lives as long as the process', () => {
  it('shows in Node what depends on it', () => {
    const { signal } = new AbortController();
    AbortSignal.any([signal]).addEventListener('abort', () => undefined);
    expect(countDependants(signal)).toBe(1);
  });

  it('has neither listeners nor dependants left after 3000 calls', async () => {
    const { signal } = new AbortController();
    const { client } = createObservedClient((_, index) =>
      index % 3 === 0
        ? Response.json({ error: 'Gone' }, { status: 404 })
        : Response.json([sampleLog]),
    );
    for (let round = 0; round < 30; round += 1) {
      await Promise.allSettled(Array.from({ length: 100 }, () => client.getLogs({ signal })));
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(countDependants(signal)).toBe(0);
  });

  it('has none left after calls over a real connection either', async () => {
    const server = await startScriptedServer(withJson(200, [sampleLog]));
    const { signal } = new AbortController();
    const client = new PromptCrafterClient(server);
    for (let round = 0; round < 20; round += 1) await client.getLogs({ signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(countDependants(signal)).toBe(0);
  });

  it('can end a hundred calls at once without a warning', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const controller = new AbortController();
    const { client } = createObservedClient(never);
    const rejections = Array.from({ length: 100 }, () =>
      rejectionOf(client.getLogs({ signal: controller.signal })),
    );
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort('left');
    expect(new Set(await Promise.all(rejections))).toEqual(new Set(['left']));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

it('an abort by the token function itself ends the call at once', async () => {
  const controller = new AbortController();
  const token = () => {
    controller.abort('enough');
    return new Promise<string>(() => {});
  };
  const { client, requests } = createObservedClient(never, { token });
  expect(await rejectionOf(client.getPrompts({ signal: controller.signal }))).toBe('enough');
  expect(requests).toEqual([]);
});
