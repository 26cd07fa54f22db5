import { afterEach, describe, expect, it, vi } from 'vitest';
import { PromptCrafterClient, PromptCrafterConnectionError } from '../../../src/index.ts';
import { createObservedClient } from '../../support/create-observed-client.ts';
import { logInput, samplePrompt } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';

afterEach(() => vi.unstubAllGlobals());

describe.each(['Request', 'Response', 'Headers'])('a platform without %s', (name) => {
  it.each([
    ['beforeRequest', { beforeRequest: () => undefined }],
    ['afterResponse', { afterResponse: () => undefined }],
  ])('is named where there is the hook %s, and nothing is sent', async (_, hooks) => {
    const { client, requests } = createObservedClient(() => Response.json([]), { hooks });
    vi.stubGlobal(name, undefined);
    const error = await errorOf(client.createLog(logInput), PromptCrafterConnectionError);
    expect(error.message).toBe(
      `Failed to create log: this platform has no ${name}, which hooks need. ` +
        'Nothing was sent: make it a global before the first call, or leave the hooks out.',
    );
    expect(error).toMatchObject({ outcome: 'not-applied', attempts: 0, retryable: false });
    expect(error.cause).toMatchObject({ code: `ERR_NO_${name.toUpperCase()}` });
    expect(requests).toEqual([]);
  });

  it('is no trouble without hooks', async () => {
    const answer = Response.json(samplePrompt);
    const { client } = createObservedClient(() => answer);
    vi.stubGlobal(name, undefined);
    expect(await client.getPromptById('prompt104')).toEqual(samplePrompt);
  });
});

it('a platform without fetch is named, with what to do about it', async () => {
  vi.stubGlobal('fetch', undefined);
  const error = await errorOf(new PromptCrafterClient({ token: 'token' }).createLog(logInput));
  expect(error.message).toBe(
    'Failed to create log: this platform has no fetch. ' +
      'Nothing was sent: give one as the option `fetch`.',
  );
  expect(error).toMatchObject({ outcome: 'not-applied', retryable: false });
});
