import type { RequestOptions } from '../client/options.ts';
import { isSameRecord } from '../core/is-same-record.ts';
import type { CreatePromptInput, Prompt, UpdatePromptInput } from '../core/schemas/prompt.ts';

/** What {@link ensurePrompt} needs of a client. */
export interface EnsurePromptClient {
  /** Lists all prompts. */
  getPrompts(options?: RequestOptions): Promise<Prompt[]>;
  /** Saves a prompt. */
  createPrompt(input: CreatePromptInput, options?: RequestOptions): Promise<Prompt>;
  /** Changes the given fields of a prompt. */
  updatePrompt(id: string, input: UpdatePromptInput, options?: RequestOptions): Promise<Prompt>;
}

/** The prompt that is wanted; fields that are not given are left as they are. */
export interface EnsurePromptInput extends Partial<CreatePromptInput> {
  /** Exactly this title, 3 to 100 characters. */
  title: string;
}

/** What {@link ensurePrompt} found or did. */
export interface EnsuredPrompt {
  /** The prompt with this title, as it is now. */
  readonly prompt: Prompt;
  /** There was none. */
  readonly created: boolean;
  /** There was one, and a field that was given differed. */
  readonly updated: boolean;
}

/** Who goes next, by title: two callers at once would find no prompt and create one each. */
const turns = new Map<string, Promise<unknown>>();

/**
 * Delivers the prompt with exactly this title; it is created, or the fields that are given are
 * updated, where it must be. Of several with one title, the oldest is it. Callers in one process
 * take turns; two processes at once can still create two.
 *
 * @throws `PromptCrafterValidationError` when there is none and a field to create it is missing.
 * @example
 * ```ts
 * const { prompt, created } = await ensurePrompt(client, {
 *   title: 'History tutor',
 *   content: 'Explain {topic} to a ten-year-old.',
 *   model: 'gpt-4o',
 * });
 * ```
 */
export async function ensurePrompt(
  client: EnsurePromptClient,
  input: EnsurePromptInput,
  options?: RequestOptions,
): Promise<EnsuredPrompt> {
  const { title } = input;
  const before = turns.get(title);
  const turn = (async () => {
    // How the one before fared is for its own caller.
    await before?.catch(() => undefined);
    return findOrCreate(client, input, options);
  })();
  turns.set(title, turn);
  try {
    return await turn;
  } finally {
    if (turns.get(title) === turn) turns.delete(title);
  }
}

async function findOrCreate(
  client: EnsurePromptClient,
  input: EnsurePromptInput,
  options: RequestOptions | undefined,
): Promise<EnsuredPrompt> {
  const { title, content, model, tags } = input;
  const prompt = findOldest(await client.getPrompts(options), title);
  if (!prompt) {
    const created = await client.createPrompt(input as CreatePromptInput, options);
    return { prompt: created, created: true, updated: false };
  }
  const changes = Object.fromEntries(
    Object.entries({ content, model, tags }).filter(
      ([field, value]) => value !== undefined && !isSameRecord({ [field]: value }, prompt, [field]),
    ),
  );
  if (Object.keys(changes).length === 0) return { prompt, created: false, updated: false };
  const updated = await client.updatePrompt(prompt._id, changes, options);
  return { prompt: updated, created: false, updated: true };
}

/** Times can be written with or without milliseconds: they are compared as times. */
function findOldest(prompts: readonly Prompt[], title: string): Prompt | undefined {
  const [oldest] = prompts
    .filter((prompt) => isSameRecord({ title }, prompt, ['title']))
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  return oldest;
}
