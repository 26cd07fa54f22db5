import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A program that uses all of it with every vendor, and the mistakes that the compiler must find. */
const program = `
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAI as createOpenAI5 } from '@ai-sdk/openai-2';
import { createOpenAI as createOpenAI6 } from '@ai-sdk/openai-3';
import { Anthropic } from '@anthropic-ai/sdk';
import { wrapLanguageModel } from 'ai';
import { wrapLanguageModel as wrap5 } from 'ai-5';
import { wrapLanguageModel as wrap6 } from 'ai-6';
import { OpenAI } from 'openai';
import { OpenAI as OpenAI5 } from 'openai-5';
import { OpenAI as OpenAI6 } from 'openai-6';
import { PromptCrafterClient, type CreateLogInput, type Prompt } from 'promptcrafter-client';
import { logMiddleware } from 'promptcrafter-client/ai-sdk';
import { type AnswerRecord, type ObserveOptions, observe, withPrompt } from 'promptcrafter-client/observe';
import {
  createPromptStore, ensurePrompt, type RenderedPrompt, renderPrompt, type StoredPrompt,
} from 'promptcrafter-client/prompts';

const client = new PromptCrafterClient();

/** As the queue's \`log\` is declared: it takes what a log is created from. */
const queue = { log: (input: CreateLogInput, options?: { waitUntil?: unknown }): boolean => !!input && !options };

async function main(): Promise<void> {
  const prompts = createPromptStore(client, { ttl: 60_000, fallback: await client.getPrompts() });
  const prompt: StoredPrompt = await prompts.get('prompt104');
  const plain: Prompt = prompt;
  const text: RenderedPrompt = renderPrompt(prompt, { topic: 'steam', words: 5, long: true });
  const literal = { _id: 'a', content: 'Explain {topic}.' } as const;
  const flags: [boolean, boolean, string, string | undefined] =
    [prompt.isStale, prompt.isFallback, prompt.version, prompt.fetchedAt];
  const { created } = await ensurePrompt(client, { title: plain.title, tags: [String(flags)] });
  await prompts.update(plain._id, { content: String(created) }, { timeout: 5 });
  await client.createLog({ promptId: text.promptId, output: 'x', modelUsed: 'y', meta: text.toMeta() });
  createPromptStore(client, { fallback: { a: { ...plain, tags: ['x'] } as const } });

  const options: ObserveOptions = {
    queue,
    promptId: ({ url, api, model, input, body }) => (api === 'messages' ? url + model + input + body['a'] : undefined),
    input: false,
    redact: (record: AnswerRecord) => (record.output ? { ...record, meta: {} } : undefined),
    logger: console,
  };
  const tapped = observe(options);
  new OpenAI({ fetch: tapped });
  new OpenAI5({ fetch: tapped });
  new OpenAI6({ fetch: tapped });
  new Anthropic({ fetch: observe({ queue, fetch: globalThis.fetch }) });
  createAnthropic({ fetch: tapped });
  const model = createOpenAI({ fetch: tapped })('gpt-4o');
  wrapLanguageModel({ model, middleware: logMiddleware({ queue, prompt: text }) });
  wrapLanguageModel({ model, middleware: [logMiddleware({ queue, prompt: literal })] });
  wrap6({ model: createOpenAI6({ fetch: tapped })('gpt-4o'), middleware: logMiddleware({ queue }) });
  wrap5({ model: createOpenAI5({ fetch: tapped })('gpt-4o'), middleware: logMiddleware({ queue }) });
  const seven: number = withPrompt(text, () => 7);
  const later: Promise<number> = withPrompt(literal, async () => seven);
  withPrompt('prompt104', () => later);

  renderPrompt(literal, { topic: 'steam' });
  // @ts-expect-error a variable is missing
  renderPrompt(literal);
  // @ts-expect-error a variable is unknown
  renderPrompt(literal, { topic: 'steam', tone: 'calm' });
  // @ts-expect-error a queue is missing
  observe({ promptId: 'prompt104' });
  // @ts-expect-error a prompt is no number
  withPrompt(104, () => later);
  // @ts-expect-error a title is missing
  ensurePrompt(client, { content: 'x' });
}
void main;
`;

it.each([
  ['a module', 'program.mts', 'nodenext'],
  ['CommonJS', 'program.cts', 'nodenext'],
  ['a bundled page', 'program.ts', 'bundler'],
])('a program that uses all of it compiles as %s', async (_case, file, resolution) => {
  await using folder = await createTemporaryFolder();
  const modules = join(folder.path, 'node_modules');
  await mkdir(modules);
  for (const name of await readdir(join(projectRoot, 'node_modules'))) {
    await symlink(join(projectRoot, 'node_modules', name), join(modules, name));
  }
  await symlink(projectRoot, join(modules, 'promptcrafter-client'));
  await writeFile(join(folder.path, file), program);
  const options = {
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: ['node'],
    module: resolution === 'bundler' ? 'ESNext' : resolution,
    moduleResolution: resolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const config = { compilerOptions: options, files: [file] };
  await writeFile(join(folder.path, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const { code, stdout } = await runNode([compiler, '-p', folder.path], { cwd: folder.path });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
});
