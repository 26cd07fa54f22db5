import type { Command } from 'commander';
import { toPlainText } from '../../../evals/report/to-plain-text.ts';
import { defineApiCommand } from '../../api-command.ts';
import { canAsk, confirm } from '../../ask.ts';
import { CliError } from '../../cli-error.ts';

/** Adds what `prompts delete` takes and does. */
export function defineDeletePrompt(command: Command): void {
  command
    .argument('<id>', 'id of the prompt')
    .option('--yes', 'do not ask first')
    .description('Deletes a prompt and all of its logs.');
  defineApiCommand<{ readonly yes?: true }>(command, {
    goal: 'delete the prompt',
    examples: ['promptcrafter-client prompts delete prompt104 --yes'],
    async action({ client, options, output, signal }, id = '') {
      if (!options.yes) await askFirst((await client.getPromptById(id, { signal })).title);
      await client.deletePrompt(id, { signal });
      if (options.json) await output.writeJson({ deleted: id });
      else process.stderr.write('Deleted.\n');
      return undefined;
    },
  });
}

async function askFirst(title: string): Promise<void> {
  if (!canAsk()) {
    throw new CliError(
      'Failed to delete the prompt: there is no terminal to ask on. Use --yes if you are sure.',
    );
  }
  if (await confirm(`Delete '${toPlainText(title)}' and all of its logs?`)) return;
  throw new CliError('Failed to delete the prompt: you did not say yes. Nothing was deleted.');
}
