import type { Command } from 'commander';
import { longestList } from '../../../core/longest-list.ts';
import { defineApiCommand } from '../../api-command.ts';
import { promptColumns } from '../../prompt-columns.ts';
import { writeTable } from '../../table.ts';

/** Adds what `prompts list` takes and does. */
export function defineListPrompts(command: Command): void {
  defineApiCommand(command, {
    goal: 'list prompts',
    examples: ['promptcrafter-client prompts list'],
    async action({ client, options, output, signal }) {
      const prompts = client.iteratePrompts({ signal, timeout: longestList });
      if (options.json) await output.writeJsonList(prompts);
      else if ((await writeTable(output, promptColumns, prompts)) === 0) {
        process.stderr.write('There are no prompts yet: promptcrafter-client prompts create.\n');
      }
      return undefined;
    },
  });
}
