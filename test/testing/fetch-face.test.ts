import { Request as ForeignRequest } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';

const url = 'https://api.example.com/prompts';
const reason = new Error('Enough.');

describe('fetch', () => {
  it('takes a string, a URL or a Request', async () => {
    const api = createTestApi();
    const headers = { Authorization: `Bearer ${await api.token()}` };

    expect((await api.fetch(url, { headers })).status).toBe(200);
    expect((await api.fetch(new URL(url), { headers })).status).toBe(200);
    expect((await api.fetch(new Request(url, { headers }))).status).toBe(200);
    expect((await api.fetch(new Request(url), { headers })).status).toBe(200);
  });

  it('takes a Request of another class, with its body', async () => {
    const api = createTestApi();
    const user = { name: 'Ada', email: 'ada@example.com', password: 'a-long-secret' };
    const foreign = new ForeignRequest('https://api.example.com/auth/signup', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(user),
    });
    expect((await api.fetch(foreign as unknown as Request)).status).toBe(201);
    expect(api.requests[0]?.body).toEqual({ ...user, password: '********' });
  });

  it('rejects with an AbortError where a signal has no reason', async () => {
    const api = createTestApi();
    api.fail({ with: 'hang' });
    const signal = Object.assign(new EventTarget(), { aborted: false }) as AbortSignal;
    const pending = api.fetch(url, { signal });
    await new Promise((resolve) => setTimeout(resolve));
    Object.assign(signal, { aborted: true }).dispatchEvent(new Event('abort'));
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
    await expect(api.fetch(url, { signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(api.requests).toHaveLength(1);
  });

  it('rejects with the reason of a signal that has fired, and sends nothing', async () => {
    const api = createTestApi();
    const signal = AbortSignal.abort(reason);

    await expect(api.fetch(url, { signal })).rejects.toBe(reason);
    await expect(api.fetch(new Request(url, { signal }))).rejects.toBe(reason);
    expect(api.requests).toEqual([]);
  });

  it('heeds the signal of a Request', async () => {
    const api = createTestApi();
    api.fail({ with: 'hang' });
    const controller = new AbortController();

    const pending = api.fetch(new Request(url, { signal: controller.signal }));
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });

  it('fails a body that is read after the abort', async () => {
    const controller = new AbortController();
    const response = await createTestApi().fetch(url, { signal: controller.signal });

    controller.abort(reason);
    await expect(response.text()).rejects.toBe(reason);
  });

  it('lets go of the signal when the body is read or given up', async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');

    const api = createTestApi();
    await (await api.fetch(url, { signal })).text();
    await (await api.fetch(url, { signal })).body?.cancel();
    expect(add).toHaveBeenCalledTimes(4);
    expect(remove).toHaveBeenCalledTimes(4);
  });

  it('rejects at a reset as Node does', async () => {
    const api = createTestApi();
    api.fail({ with: 'reset' });

    const error = await api.fetch(url).catch((caught) => caught);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe('fetch failed');
    expect(error.cause).toMatchObject({ code: 'ECONNRESET' });
  });

  it('cuts a body off also where the timers are faked', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const api = createTestApi();
    api.fail({ with: 'cut-off' });

    const response = await api.fetch(url);
    await expect(response.text()).rejects.toThrow('terminated');
  });
});
