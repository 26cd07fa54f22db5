import type { Command } from 'commander';
import { escapeControls } from '../../../core/escape-controls.ts';
import type { Prompt, UpdatePromptInput } from '../../../index.ts';
import { type CommandContext, defineApiCommand } from '../../api-command.ts';
import { canAsk, confirm } from '../../ask.ts';
import { CliError } from '../../cli-error.ts';
import { collect } from '../../collect.ts';
import { describeFailure } from '../../describe-failure.ts';
import { diffLines, toShownDiff } from '../../diff.ts';
import { type Edited, editText, keepText } from '../../edit-text.ts';
import { printPrompt } from '../../print-prompt.ts';
import { readText } from '../../read-stdin.ts';

interface EditOptions {
  readonly title?: string;
  readonly content?: string;
  readonly model?: string;
  readonly tag?: string[];
  readonly yes?: true;
}

/** Adds what `prompts edit` takes and does. */
export function defineEditPrompt(command: Command): void {
  command
    .description(
      'Opens the content of a prompt in your editor ($VISUAL, $EDITOR), shows what changed and saves it. With an option it changes that instead.',
    )
    .argument('<id>', 'id of the prompt')
    .option('--title <title>', 'new title')
    .option('--content <text>', 'new content; - takes it from standard input')
    .option('--model <name>', 'new model')
    .option('--tag <tag>', 'new tags; can be given several times', collect)
    .option('--yes', 'save without asking');
  defineApiCommand<EditOptions>(command, {
    goal: 'edit the prompt',
    examples: ['promptcrafter-client prompts edit prompt104'],
    action: editPrompt,
  });
}

async function editPrompt(context: CommandContext<EditOptions>, id = ''): Promise<undefined> {
  const { client, options, output, signal } = context;
  const before = await client.getPromptById(id, { signal });
  const { title, content, model, tag: tags } = options;
  const given: UpdatePromptInput = {
    ...(title !== undefined && { title }),
    ...(content !== undefined && { content: await readText(content, 'the content') }),
    ...(model !== undefined && { model }),
    ...(tags && { tags }),
  };
  const edited =
    Object.keys(given).length === 0
      ? await editText(before.content, `${toFileName(id)}.md`)
      : undefined;
  const input = edited ? { content: edited.text } : given;
  if (isSame(before, input)) {
    await edited?.remove();
    process.stderr.write('Nothing changed.\n');
    if (options.json) await output.writeJson(before);
    return undefined;
  }
  showDiff(before.content, input.content ?? before.content);
  const after = edited
    ? await saveEdited(context, before, edited)
    : await save(context, before, input);
  await printPrompt(output, after, options.json);
  return undefined;
}

/** Saves what was written in the editor, or says where it is kept: at a no, an error and a Ctrl+C. */
async function saveEdited(
  context: CommandContext<EditOptions>,
  before: Prompt,
  { text, file, remove }: Edited,
): Promise<Prompt> {
  try {
    if (!context.options.yes && canAsk() && !(await confirm('Save?'))) {
      throw new CliError('Failed to edit the prompt: you did not say yes.');
    }
    const after = await save(context, before, { content: text });
    await remove();
    return after;
  } catch (error) {
    const { baseUrl, advice } = context;
    throw keepText(describeFailure(error, 'edit the prompt', baseUrl, advice), file);
  }
}

/** Saves, unless somebody else has changed the prompt meanwhile. */
async function save(
  { client, signal }: CommandContext<EditOptions>,
  before: Prompt,
  input: UpdatePromptInput,
): Promise<Prompt> {
  const now = await client.getPromptById(before._id, { signal });
  if (isSame(now, { ...before, tags: before.tags ?? [] }))
    return await client.updatePrompt(before._id, input, { signal });
  throw new CliError(
    'Failed to edit the prompt: somebody else has changed it meanwhile. Edit it again.',
  );
}

function isSame(prompt: Prompt, { title, content, model, tags }: UpdatePromptInput): boolean {
  return (
    (title === undefined || title === prompt.title) &&
    (content === undefined || content === prompt.content) &&
    (model === undefined || model === prompt.model) &&
    (tags === undefined || JSON.stringify(tags) === JSON.stringify(prompt.tags ?? []))
  );
}

function showDiff(before: string, after: string): void {
  if (before === after) return;
  const lines = toShownDiff(diffLines(before, after)).map(escapeControls);
  process.stderr.write(`${lines.join('\n')}\n`);
}

/** Ids may hold anything. */
const toFileName = (id: string) => id.replace(/[^\w-]/g, '_').slice(0, 60) || 'prompt';
