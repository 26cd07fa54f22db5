import { expect, test, vi } from 'vitest';
import { PromptCrafterClient, PromptCrafterTimeoutError } from '../../../src/index.ts';

/** Keeps every timer from firing, as a machine with much to do does. */
function block(duration: number): void {
  const end = performance.now() + duration;
  while (performance.now() < end);
}

test('a deadline that has passed is a timeout, also where its timer comes late', async () => {
  const client = new PromptCrafterClient({
    timeout: 20,
    fetch: async () => {
      block(30);
      throw new TypeError('fetch failed');
    },
  });
  const error = await client.getPrompts().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PromptCrafterTimeoutError);
  expect(error).toMatchObject({ attempts: 1, cause: { name: 'PromptCrafterConnectionError' } });
});

test('an attempt that was never begun leaves no doubt', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const client = new PromptCrafterClient({
    timeout: 20,
    fetch: () => Promise.reject(refused),
    // The timer of the wait comes only once this one has let it.
    logger: { warn: () => setTimeout(block, 0, 30) },
  });
  const error = await client
    .updatePrompt('prompt104', { title: 'Later' })
    .catch((thrown: unknown) => thrown);
  vi.restoreAllMocks();
  expect(error).toBeInstanceOf(PromptCrafterTimeoutError);
  expect(error).toMatchObject({ attempts: 1, outcome: 'not-applied' });
});
