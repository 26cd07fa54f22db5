import type { Command } from 'commander';
import { defineApiCommand } from '../../api-command.ts';
import { collect } from '../../collect.ts';
import { printPrompt } from '../../print-prompt.ts';
import { readText } from '../../read-stdin.ts';

interface CreateOptions {
  readonly title: string;
  readonly content: string;
  readonly model: string;
  readonly tag?: string[];
}

/** Adds what `prompts create` takes and does. */
export function defineCreatePrompt(command: Command): void {
  command
    .requiredOption('--title <title>', 'title, of 3 to 100 characters')
    .requiredOption('--content <text>', 'content; - takes it from standard input')
    .requiredOption('--model <name>', 'model that it is for')
    .option('--tag <tag>', 'tag; can be given several times', collect);
  defineApiCommand<CreateOptions>(command, {
    goal: 'create the prompt',
    examples: [
      "promptcrafter-client prompts create --title 'History tutor' --content 'Explain {topic}.' --model gpt-4o",
    ],
    async action({ client, options, output, signal }) {
      const { title, model, tag: tags } = options;
      const content = await readText(options.content, 'the content');
      const prompt = await client.createPrompt({ title, content, model, tags }, { signal });
      await printPrompt(output, prompt, options.json);
      return undefined;
    },
  });
}
