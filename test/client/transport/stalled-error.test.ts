import { expect, test } from 'vitest';
import { NotFoundError, PromptCrafterClient } from '../../../src/index.ts';

test('an error status is delivered when the time of its body is up', async () => {
  const answer = new Response(new ReadableStream(), { status: 404 });
  const client = new PromptCrafterClient({ fetch: async () => answer, attemptTimeout: 10 });
  const error = await client.getPrompts().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ status: 404, message: 'HTTP 404 Not Found' });
});
