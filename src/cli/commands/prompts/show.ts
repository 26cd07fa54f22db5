import type { Command } from 'commander';
import { defineApiCommand } from '../../api-command.ts';
import { printPrompt } from '../../print-prompt.ts';

/** Adds what `prompts show` takes and does. */
export function defineShowPrompt(command: Command): void {
  command.argument('<id>', 'id of the prompt');
  defineApiCommand(command, {
    goal: 'show the prompt',
    examples: ['promptcrafter-client prompts show prompt104'],
    async action({ client, options, output, signal }, id = '') {
      const prompt = await client.getPromptById(id, { signal });
      await printPrompt(output, prompt, options.json);
      return undefined;
    },
  });
}
