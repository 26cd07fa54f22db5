import { describe, expect, it } from 'vitest';
import { PromptCrafterClient } from '../../src/client/client.ts';
import { NotFoundError } from '../../src/core/errors.ts';
import { ensurePrompt } from '../../src/prompts/ensure-prompt.ts';
import { createPromptStore } from '../../src/prompts/prompt-store.ts';
import { startServer } from '../../src/serve/start-server.ts';
import { createTestApi } from '../../src/testing/index.ts';

interface Face extends AsyncDisposable {
  readonly url: string;
}

const faces: [string, () => Promise<Face>][] = [
  [
    'serve',
    async () => {
      const server = await startServer({ host: '127.0.0.1', port: 0 });
      return { url: server.url, [Symbol.asyncDispose]: () => server.close() };
    },
  ],
  ['the test API', () => createTestApi().listen()],
];

const input = { title: 'Tutor', content: 'Explain {topic}.', model: 'gpt-4o', tags: ['a'] };

describe.each(faces)('against %s', (_name, open) => {
  it('a prompt is ensured, given, changed and deleted', async () => {
    await using face = await open();
    const client = new PromptCrafterClient({ baseUrl: face.url });
    const account = { email: 'ada@example.com', password: 'a-long-secret' };
    await client.signup({ name: 'Ada', ...account });
    await client.login(account);

    const all = await Promise.all([ensurePrompt(client, input), ensurePrompt(client, input)]);
    expect(all.map(({ created, updated }) => [created, updated])).toEqual([
      [true, false],
      [false, false],
    ]);
    const [{ prompt }] = all as [(typeof all)[0], unknown];
    const changed = await ensurePrompt(client, { title: 'Tutor', model: 'gpt-5' });
    expect(changed).toMatchObject({ updated: true, prompt: { ...input, model: 'gpt-5' } });
    expect(await client.getPrompts()).toHaveLength(1);

    const prompts = createPromptStore(client);
    expect(await prompts.get(prompt._id)).toMatchObject({
      ...input,
      model: 'gpt-5',
      isStale: false,
    });
    await prompts.update(prompt._id, { content: 'New.' });
    expect(await prompts.get(prompt._id)).toMatchObject({ content: 'New.' });
    await prompts.delete(prompt._id);
    await expect(prompts.get(prompt._id)).rejects.toBeInstanceOf(NotFoundError);
  });
});
