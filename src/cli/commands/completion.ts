import { Argument, type Command } from 'commander';
import type { CommandEntry } from '../command-list.ts';
import { writeCompletion } from '../completion/write-completion.ts';
import { Output } from '../output.ts';
import { toExamples } from '../to-examples.ts';

/** Adds what `completion` takes and does; it completes the given commands. */
export function defineCompletion(command: Command, commands: readonly CommandEntry[]): void {
  command
    .description('Prints a script that completes commands and options in your shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      toExamples([
        'source <(promptcrafter-client completion bash)',
        'source <(promptcrafter-client completion zsh)',
        'promptcrafter-client completion fish | source',
        'promptcrafter-client completion bash >> ~/.bashrc',
      ]),
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      await new Output(process.stdout).write(await writeCompletion(shell, commands));
    });
}
