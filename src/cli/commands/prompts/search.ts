import type { Command } from 'commander';
import { defineApiCommand } from '../../api-command.ts';
import { promptColumns } from '../../prompt-columns.ts';
import { writeTable } from '../../table.ts';

/** Adds what `prompts search` takes and does. */
export function defineSearchPrompts(command: Command): void {
  command.argument('<words...>', 'parts of words of title, content or tags; all of them are there');
  defineApiCommand(command, {
    goal: 'search prompts',
    examples: ['promptcrafter-client prompts search history tutor'],
    async action({ client, options, output, signal }, ...words) {
      const prompts = await client.searchPrompts(words.join(' '), { signal });
      if (options.json) await output.writeJson(prompts);
      else if ((await writeTable(output, promptColumns, prompts)) === 0) {
        process.stderr.write('No prompt has all of these words.\n');
      }
      return undefined;
    },
  });
}
