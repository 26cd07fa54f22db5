import type { Command } from 'commander';
import { isNoLogs } from '../../../core/is-no-logs.ts';
import { longestList } from '../../../core/longest-list.ts';
import type { Log, PromptCrafterClient } from '../../../index.ts';
import { defineApiCommand } from '../../api-command.ts';
import { logColumns } from '../../prompt-columns.ts';
import { writeTable } from '../../table.ts';

/** Adds what `logs list` takes and does. */
export function defineListLogs(command: Command): void {
  command.argument('<promptId>', 'id of the prompt');
  defineApiCommand(command, {
    goal: 'list logs',
    examples: [
      'promptcrafter-client logs list prompt104',
      'promptcrafter-client logs list prompt104 --json',
    ],
    async action({ client, options, output, signal }, promptId = '') {
      const logs = iterateLogs(client, promptId, signal);
      if (options.json) await output.writeJsonList(logs);
      else if ((await writeTable(output, logColumns, logs)) === 0) {
        process.stderr.write('The prompt has no logs yet: promptcrafter-client logs add.\n');
      }
      return undefined;
    },
  });
}

/**
 * The logs of a prompt, or of all prompts; none for a prompt without logs.
 *
 * @throws `NotFoundError` when there is no such prompt.
 */
export async function* iterateLogs(
  client: PromptCrafterClient,
  promptId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Log> {
  try {
    yield* client.iterateLogs(promptId, { signal, timeout: longestList });
  } catch (error) {
    if (promptId === undefined || !isNoLogs(error)) throw error;
    // The API answers the same for a prompt without logs and for none.
    await client.getPromptById(promptId, { signal });
  }
}
