import { Command } from 'commander';
import { version } from '../../package.json';
import { refuseArguments } from './cli-error.ts';
import { type CommandEntry, commandList } from './command-list.ts';
import { toExamples } from './to-examples.ts';
import { refuseUnknownCommand } from './unknown-command.ts';

const examples = [
  'promptcrafter-client login --email ada@example.com',
  'promptcrafter-client prompts list',
  'promptcrafter-client help prompts',
];

/** Builds the program for some arguments: the command that they call is loaded, the others are names. */
export async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('promptcrafter-client')
    .description('Prompts, logs and evaluations of PromptCrafter in a terminal.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'explain the program')
    .helpCommand('help [command]', 'explain a command')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addHelpText('after', toExamples(examples));
  program.hook('preAction', (_program, called) => refuseSurplus(called));
  program.on('command:*', ([word = '']) => refuseUnknownCommand(word, commandList));
  await addCommands(program, commandList, args);
  return program;
}

async function addCommands(
  parent: Command,
  entries: readonly CommandEntry[],
  args: readonly string[],
): Promise<void> {
  const [called, ...rest] = args;
  for (const { name, summary, load, commands } of entries) {
    const command = parent.command(name).summary(summary).allowExcessArguments();
    command.description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
    command.helpOption('-h, --help', 'explain the command');
    if (commands) {
      command.helpCommand('help [command]', 'explain a command');
      command.on('command:*', ([word = '']) => refuseUnknownCommand(word, commands));
      await addCommands(command, commands, name === called ? rest : []);
    } else if (name === called) {
      await load?.().then((define) => define(command));
    } else {
      // What stands before a command, such as `--`, keeps it from being loaded.
      command.action(() => refuseArguments('the command has to come first'));
    }
  }
}

/** Commander counts them; this says which one is too many, unless it may be a password. */
function refuseSurplus(command: Command): void {
  const { args, registeredArguments } = command;
  if (registeredArguments.at(-1)?.variadic) return;
  const surplus = args[registeredArguments.length];
  if (surplus === undefined) return;
  const shown = command.name() === 'login' ? 'there' : `'${surplus}'`;
  refuseArguments(`${shown} is one argument too many`);
}
