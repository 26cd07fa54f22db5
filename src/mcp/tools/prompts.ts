import { longestList } from '../../core/longest-list.ts';
import { optional, texts } from '../../core/schemas/fields.ts';
import type { Prompt } from '../../core/schemas/prompt.ts';
import { createInput, cursor, described, limit, promptId } from '../fields.ts';
import { pageList } from '../page-list.ts';
import { cutText, pageRecord } from '../page-record.ts';
import { createTool } from '../tool.ts';

/** A prompt in a list: enough to choose it by. */
function toRow({ _id, title, model, tags, updatedAt, content }: Prompt): object {
  return {
    _id: cutText(_id, 300),
    title: cutText(title, 150),
    model: cutText(model, 100),
    ...(tags && { tags: tags.slice(0, 10).map((tag) => cutText(tag, 40)) }),
    updatedAt: cutText(updatedAt, 40),
    content: cutText(content, 160),
  };
}

export const listPrompts = createTool({
  name: 'list_prompts',
  title: 'List or search prompts',
  description:
    'Lists saved prompts with id, title, model, tags and the beginning of the content. Start here to find a prompt’s id. With `query`, only prompts that contain every word in title, content or tags, best matches first.',
  kind: 'read',
  input: createInput({
    query: optional(described.filled('Words to search for.')),
    limit,
    cursor,
  }),
  async run({ query, limit = 50 }, context) {
    const { client, signal } = context;
    const prompts =
      query === undefined
        ? client.iteratePrompts({ signal, timeout: longestList })
        : await client.searchPrompts(query, { signal });
    return pageList(prompts, { fromEnd: false, limit, isWanted: () => true, toRow }, context);
  },
});

export const getPrompt = createTool({
  name: 'get_prompt',
  title: 'Read a prompt',
  description:
    'Returns one prompt with its whole content. Placeholders look like {name}. A long content continues with the cursor.',
  kind: 'read',
  input: createInput({ promptId, cursor }),
  async run({ promptId }, context) {
    const { client, signal } = context;
    return pageRecord('get_prompt', await client.getPromptById(promptId, { signal }), context);
  },
});

const fields = {
  title: described.text('3 to 100 characters.'),
  content: described.filled('The prompt itself; placeholders look like {name}.'),
  model: described.filled('Name of the model that it is written for.'),
};

export const createPrompt = createTool({
  name: 'create_prompt',
  title: 'Create a prompt',
  description:
    'Saves a new prompt and returns it with its id. Look with list_prompts first whether there is one already.',
  kind: 'create',
  input: createInput({ ...fields, tags: optional(texts) }),
  async run(input, { client, signal, ...context }) {
    const prompt = await client.createPrompt(input, { signal });
    return { ...pageRecord('get_prompt', prompt, context), next: undefined };
  },
});

export const updatePrompt = createTool({
  name: 'update_prompt',
  title: 'Change a prompt',
  description:
    'Replaces the fields that are given; the others stay. The old content is not kept: read it with get_prompt first, and change a prompt only when the user asked for it.',
  kind: 'replace',
  input: createInput({
    promptId,
    title: optional(fields.title),
    content: optional(fields.content),
    model: optional(fields.model),
    tags: optional(texts),
  }),
  async run({ promptId, ...changes }, { client, signal, ...context }) {
    const prompt = await client.updatePrompt(promptId, changes, { signal });
    return { ...pageRecord('get_prompt', prompt, context), next: undefined };
  },
});
