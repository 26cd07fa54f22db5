import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PromptCrafterClient } from '../../../src/index.ts';
import { errorOf } from '../../support/rejection-of.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([
  ['at once', false],
  ['after a wait', true],
])(
  'a token function that calls its own client %s is refused, and not waited for',
  async (_, isLate) => {
    const fetch = vi.fn(async () => Response.json([]));
    const client: PromptCrafterClient = new PromptCrafterClient({
      fetch,
      async token() {
        if (isLate) await Promise.resolve();
        await client.getPrompts();
        return 'token';
      },
    });
    // No time passes here: only a refusal ends the call.
    const error = await errorOf(client.getLogs());
    expect(error).toMatchObject({ outcome: 'not-applied', retryable: false });
    expect(error.name).not.toBe('PromptCrafterTimeoutError');
    expect(fetch).not.toHaveBeenCalled();
  },
);
