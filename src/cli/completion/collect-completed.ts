import { Command } from 'commander';
import type { CommandEntry } from '../command-list.ts';

/** A word that a shell may offer, and what it says of it. */
export interface Offer {
  readonly word: string;
  readonly text: string;
}

/** An option that a shell may offer. */
export interface OfferedOption extends Offer {
  /** Its short form, if it has one. */
  readonly short: string | undefined;
  /** What stands behind it: nothing, a file, one of some values, or anything else. */
  readonly value: 'none' | 'file' | 'other' | readonly string[];
}

/** A command that can be completed. */
export interface Completed {
  /** The words that call it: empty for the program itself. */
  readonly words: string;
  /** The commands of a group, or the values of an argument. */
  readonly offers: readonly Offer[];
  readonly options: readonly OfferedOption[];
  /** Whether files can follow. */
  readonly takesFiles: boolean;
  /** Whether commands are what follows, and nothing else. */
  readonly isGroup: boolean;
}

const toOption = (word: string, text: string): OfferedOption => ({
  word,
  text,
  short: undefined,
  value: 'none',
});

/** All that can be completed: the program, its groups, its commands and `help`. */
export async function collectCompleted(entries: readonly CommandEntry[]): Promise<Completed[]> {
  const options = [
    toOption('--help', 'explain the program'),
    toOption('--version', 'print the version'),
  ];
  const help = { word: 'help', text: 'explain a command' };
  return [
    { ...toGroup('', entries), offers: [...toOffers(entries), help], options },
    toGroup('help', entries),
    ...entries.flatMap(({ name, commands }) =>
      commands ? [toGroup(`help ${name}`, commands)] : [],
    ),
    ...(await collect('', entries)),
  ];
}

async function collect(before: string, entries: readonly CommandEntry[]): Promise<Completed[]> {
  const found: Completed[] = [];
  for (const { name, load, commands } of entries) {
    const words = `${before} ${name}`.trim();
    if (commands) {
      const options = [toOption('--help', 'explain the command')];
      found.push({ ...toGroup(words, commands), options }, ...(await collect(words, commands)));
    } else {
      const command = new Command(name).helpOption('-h, --help', 'explain the command');
      (await load?.())?.(command);
      found.push(toCompleted(words, command));
    }
  }
  return found;
}

function toGroup(words: string, commands: readonly CommandEntry[]): Completed {
  return { words, offers: toOffers(commands), options: [], takesFiles: false, isGroup: true };
}

const toOffers = (entries: readonly CommandEntry[]): Offer[] =>
  entries.map(({ name, summary }) => ({ word: name, text: summary }));

function toCompleted(words: string, command: Command): Completed {
  const args = command.registeredArguments;
  return {
    words,
    offers: (args[0]?.argChoices ?? []).map((word) => ({ word, text: '' })),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map(({ long, short, flags, description, required, argChoices }) => ({
        word: long ?? '',
        text: description.split(/[;.:]/)[0] ?? '',
        short,
        value: required
          ? (argChoices ?? (/<(file|place)>/.test(flags) ? 'file' : 'other'))
          : 'none',
      })),
    takesFiles: args.some((argument) => argument.name() === 'file'),
    isGroup: false,
  };
}
