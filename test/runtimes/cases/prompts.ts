import { type Case, resolves, toLog } from './case.ts';

const at = '2024-06-20T13:13:00Z';
const dates = { createdAt: at, updatedAt: at };
const prompt104 = { _id: 'prompt104', ownerId: 'user1', title: 'Tutor', model: 'gpt-4o', ...dates };
const fallback = [{ ...prompt104, content: 'Explain {topic}.' }];

/** Prompts that are filled in and kept at hand, and what a log says beside its fields. */
export const promptCases: readonly Case[] = [
  {
    name: 'meta comes back as it was given',
    run: async (context) => {
      const { client, world } = context;
      const meta = { ms: 12, input: 'Erkläre 🙂\nbitte', variables: { b: '1', a: '2' } };
      const log = await client.createLog({ ...toLog(context), notes: 'Good.', meta });
      const [, read] = await client.getLogsByPrompt(world.promptId);
      return [log.notes, log.meta, read?.meta, context.rooms.meta.toPromptVersion('Yes 🙂')];
    },
    expected: resolves([
      'Good.',
      { ms: 12, input: 'Erkläre 🙂\nbitte', variables: { a: '2', b: '1' } },
      { ms: 12, input: 'Erkläre 🙂\nbitte', variables: { a: '2', b: '1' } },
      'a847d8f7ab170b43',
    ]),
  },
  {
    name: 'ensurePrompt creates a prompt once, and updates it',
    run: async ({ client, rooms: { prompts } }) => {
      const input = { title: 'Tutor of {topic}', content: 'Explain {topic}.', model: 'gpt-4o' };
      const results = [];
      for (const content of [input.content, input.content, 'Explain {topic} well.']) {
        results.push(await prompts.ensurePrompt(client, { ...input, content }));
      }
      const ids = new Set(results.map(({ prompt }) => prompt._id));
      return [ids.size, results.map(({ created, updated }) => [created, updated])];
    },
    look: ({ prompts }) => prompts,
    expected: resolves(
      [
        1,
        [
          [true, false],
          [false, false],
          [false, true],
        ],
      ],
      3,
    ),
  },
  {
    name: 'a store asks once for all who ask at once',
    run: async ({ client, rooms, world: { promptId } }) => {
      const store = rooms.prompts.createPromptStore(client);
      const given = await Promise.all([1, 2, 3].map(() => store.get(promptId)));
      return given.map(({ title, isStale, isFallback }) => [title, isStale, isFallback]);
    },
    look: ({ operations }) => operations,
    expected: resolves(
      [
        ['History tutor', false, false],
        ['History tutor', false, false],
        ['History tutor', false, false],
      ],
      ['getPromptById'],
    ),
  },
  {
    name: 'a store gives its fallback while nobody listens',
    world: { kind: 'refused' },
    run: async ({ client, rooms: { prompts } }) => {
      const store = prompts.createPromptStore(client, { fallback });
      const prompt = await store.get('prompt104');
      return [`${prompts.renderPrompt(prompt, { topic: 'rain' })}`, prompt.isFallback];
    },
    expected: resolves(['Explain rain.', true]),
  },
];
