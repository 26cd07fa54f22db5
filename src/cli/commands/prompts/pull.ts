import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { longestList } from '../../../core/longest-list.ts';
import type { Prompt } from '../../../index.ts';
import { defineApiCommand } from '../../api-command.ts';
import { CliError, refuseArguments } from '../../cli-error.ts';
import { toPromptModule } from '../../to-prompt-module.ts';

/** Adds what `prompts pull` takes and does. */
export function definePullPrompts(command: Command): void {
  command
    .description(
      'Writes the prompts into a TypeScript module, as literals: renderPrompt then knows their variables. What stands outside of its block stays, and so does the order in it.',
    )
    .requiredOption('--out <file>', 'the module; - is standard output');
  defineApiCommand<{ readonly out: string }>(command, {
    goal: 'pull the prompts',
    examples: ['promptcrafter-client prompts pull --out src/prompts.ts'],
    async action({ client, options, output, signal }) {
      const { out, json } = options;
      if (json && out === '-') {
        refuseArguments('--out - writes the module to standard output, where --json has no room');
      }
      const prompts: Prompt[] = [];
      const list = client.iteratePrompts({ signal, timeout: longestList });
      for await (const prompt of list) prompts.push(prompt);
      const before = out === '-' ? '' : await readModule(out);
      const text = toPromptModule(before, prompts);
      if (out === '-') await output.write(text);
      else if (text !== before) await writeModule(out, text);
      if (json && out !== '-') await output.writeJson(prompts);
      const count = `${prompts.length} ${prompts.length === 1 ? 'prompt' : 'prompts'}`;
      const change = text === before ? 'Nothing changed' : `Wrote ${count}`;
      if (out !== '-') process.stderr.write(`${change} in ${out}.\n`);
      return undefined;
    },
  });
}

async function readModule(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'ENOENT') return '';
    throw new CliError(`Failed to pull the prompts: ${code} at ${file}. Choose another file.`);
  }
}

async function writeModule(file: string, text: string): Promise<void> {
  try {
    // A module that somebody has written in is replaced as a whole, or not at all.
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new CliError(`Failed to pull the prompts: ${code} at ${file}. Choose another file.`);
  }
}
