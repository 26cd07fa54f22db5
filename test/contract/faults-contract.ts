import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TestApi } from '../../src/testing/index.ts';
import { type ContractKit, createContractKit, type OpenFace } from './contract-kit.ts';

/** Faults look alike to a client, whatever way its request takes. */
export function describeFaults(name: string, open: OpenFace<TestApi>): void {
  describe(`faults over ${name}`, () => describeEachFault(createContractKit(open)));
}

function describeEachFault(kit: ContractKit<TestApi>): void {
  const { call, send, seedPrompt } = kit;

  it('answer no preflight, which is not recorded either', async () => {
    kit.api.fail({ with: 'reset' });

    expect((await call('OPTIONS', '/logs')).status).toBe(204);
    expect(kit.api.requests).toEqual([]);
  });

  const logFields = { output: 'It began in Britain. 🙂', modelUsed: 'gpt-4o' };

  function createLog(signal?: AbortSignal) {
    const json = { promptId: 'prompt104', ...logFields };
    return send('POST', '/logs', { token: kit.ada, json, ...(signal && { signal }) });
  }

  async function readAll(response: Response): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of response.body ?? [])
        text += decoder.decode(chunk, { stream: true });
    } catch {
      return text;
    }
    throw new Error('The body came in whole.');
  }

  const waitForLogs = (count: number) =>
    vi.waitFor(() => {
      expect(kit.api.requests).toHaveLength(1);
      expect(kit.api.logs).toHaveLength(count);
    });

  describe('a reset', () => {
    it.each([
      ['reset', 0],
      ['reset-after-store', 1],
    ] as const)('by "%s" rejects with a TypeError and leaves %i logs', async (fault, count) => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: fault });

      await expect(createLog()).rejects.toBeInstanceOf(TypeError);
      expect(kit.api.logs).toHaveLength(count);
      expect(kit.api.requests).toMatchObject([{ operation: 'createLog', status: undefined }]);
      expect((await createLog()).status).toBe(201);
    });
  });

  describe('a hang', () => {
    it.each([
      ['hang', 0],
      ['hang-after-store', 1],
    ] as const)('by "%s" lasts until the abort and leaves %i logs', async (fault, count) => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: fault });
      const controller = new AbortController();
      const reason = new Error('Enough.');

      const pending = createLog(controller.signal);
      await waitForLogs(count);
      controller.abort(reason);
      await expect(pending).rejects.toBe(reason);
      expect(kit.api.logs).toHaveLength(count);
      expect(kit.api.requests).toMatchObject([{ status: undefined }]);
    });
  });

  describe('a body that is cut off', () => {
    it('breaks half-way, with the log stored', async () => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: 'cut-off' });

      const response = await createLog();
      expect(response.status).toBe(201);
      const text = await readAll(response);
      const whole = JSON.stringify(kit.api.logs[0]);
      expect(whole.startsWith(text)).toBe(true);
      expect(text.length).toBeLessThan(whole.length);
    });

    it('is a reset where the answer has no body', async () => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: 'cut-off' });

      const pending = send('DELETE', '/prompts/prompt104', { token: kit.ada });
      await expect(pending).rejects.toBeInstanceOf(TypeError);
      expect(kit.api.prompts).toEqual([]);
    });
  });

  describe('a dripping body', () => {
    it('comes in whole', async () => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: { drip: 0 } });

      const response = await createLog();
      expect(await response.json()).toEqual(kit.api.logs[0]);
    });

    it('ends with the reason of an abort', async () => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: 'drip' });
      const controller = new AbortController();
      const reason = new Error('Enough.');

      const response = await createLog(controller.signal);
      const reader = response.body?.getReader();
      await reader?.read();
      controller.abort(reason);
      const readOn = async () => {
        while (!(await reader?.read())?.done);
      };
      await expect(readOn()).rejects.toBe(reason);
    });
  });

  describe('a status', () => {
    it.each([
      [{ status: 500 }, 'application/json', '{"error":"An unexpected server error occurred"}'],
      [{ status: 503 }, 'application/json', '{"error":"Service Unavailable"}'],
      [{ status: 502, body: '<h1>Bad Gateway</h1>' }, 'text/html', '<h1>Bad Gateway</h1>'],
      [{ status: 404, body: { message: 'Gone' } }, 'application/json', '{"message":"Gone"}'],
      [{ status: 504, body: '' }, null, ''],
      [{ status: 200, body: null }, 'application/json', 'null'],
      [{ status: 200, body: '[{', headers: { 'Content-Type': 'a/b' } }, 'a/b', '[{'],
    ])('answers for the API: %j', async (fault, type, text) => {
      kit.api.fail({ with: fault });

      const answer = await call('GET', '/prompts', { token: kit.ada });
      expect(answer).toMatchObject({ status: fault.status, text });
      expect(answer.headers.get('Content-Type')).toBe(type);
      expect(kit.api.requests).toMatchObject([{ status: fault.status }]);
    });

    it('carries its headers and the date', async () => {
      kit.api.fail({ with: { status: 429, headers: { 'Retry-After': '2' } } });

      const { headers } = await call('GET', '/prompts');
      expect(headers.get('Retry-After')).toBe('2');
      expect(headers.get('Date')).toBe('Thu, 20 Jun 2024 13:13:00 GMT');
    });

    it('brings the reason phrase of its status', async () => {
      kit.api.fail({ with: { status: 502 } });

      expect((await send('GET', '/prompts')).statusText).toBe('Bad Gateway');
    });

    it.each([false, true])('comes after storing when asked to: %j', async (afterStore) => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: { status: 503, afterStore } });

      expect((await createLog()).status).toBe(503);
      expect(kit.api.logs).toHaveLength(afterStore ? 1 : 0);
    });
  });

  describe('a delay', () => {
    it('ends in the normal answer', async () => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: { delay: 1 } });

      expect((await createLog()).status).toBe(201);
    });

    it('carries the request out, though its caller has left', async () => {
      await seedPrompt({ _id: 'prompt104' });
      kit.api.fail({ with: { delay: 60_000 } });
      const controller = new AbortController();
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      onTestFinished(() => {
        vi.useRealTimers();
      });

      const pending = createLog(controller.signal);
      await waitForLogs(0);
      controller.abort(new Error('Enough.'));
      await expect(pending).rejects.toThrow('Enough.');
      vi.advanceTimersByTime(60_000);
      await waitForLogs(1);
    });
  });
}
