import { Command } from 'commander';
import type { CommandEntry } from '../command-list.ts';

/** A command that can be completed. */
interface Completed {
  /** The words that call it: empty for the program itself. */
  readonly words: string;
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly {
    readonly flag: string;
    readonly text: string;
    readonly hasValue: boolean;
  }[];
}

const name = 'promptcrafter-client';

/** A script for a shell that completes commands and options; what else there is are files. */
export async function writeCompletion(
  shell: 'bash' | 'zsh' | 'fish',
  commands: readonly CommandEntry[],
): Promise<string> {
  const all = await collectCommands('', commands);
  const top: Completed = { words: '', commands, options: ownOptions };
  return { bash: writeBash, zsh: writeZsh, fish: writeFish }[shell]([top, ...all]);
}

const ownOptions = [
  { flag: '--help', text: 'explain the program', hasValue: false },
  { flag: '--version', text: 'print the version', hasValue: false },
];

async function collectCommands(
  before: string,
  entries: readonly CommandEntry[],
): Promise<Completed[]> {
  const found: Completed[] = [];
  for (const entry of entries) {
    const words = `${before} ${entry.name}`.trim();
    const command = new Command(entry.name).helpOption('-h, --help', 'explain the command');
    (await entry.load?.())?.(command);
    const options = command.createHelp().visibleOptions(command);
    found.push({
      words,
      commands: entry.commands ?? [],
      options: options.map(({ long, description, required }) => ({
        flag: long ?? '',
        text: description.split(/[;.:]/)[0] ?? '',
        hasValue: required === true,
      })),
    });
    found.push(...(await collectCommands(words, entry.commands ?? [])));
  }
  return found;
}

function toWords({ commands, options }: Completed): string {
  return [...commands, ...options.map(({ flag }) => ({ name: flag }))]
    .map(({ name }) => name)
    .join(' ');
}

/** `_init_completion` is not everywhere: the script needs nothing but bash, 3.2 of macOS included. */
function writeBash(all: readonly Completed[]): string {
  const cases = all.map((one) => `    '${one.words}') words='${toWords(one)}' ;;`);
  return `_promptcrafter_client() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' words='' word at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    case "$path $word" in
${writeSteps(all, '      ')}
      *) break ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _promptcrafter_client ${name}
`;
}

/** Goes from command to command along the words. */
function writeSteps(all: readonly Completed[], indent: string): string {
  return all
    .filter(({ words }) => words !== '')
    .map(({ words }) => {
      const [word = '', ...before] = words.split(' ').reverse();
      return `${indent}'${before.reverse().join(' ')} ${word}') path='${words}' ;;`;
    })
    .join('\n');
}

function writeZsh(all: readonly Completed[]): string {
  const cases = all.map(({ words, commands, options }) => {
    const items = [
      ...commands.map(({ name: word, summary }) => `${word}:${summary}`),
      ...options.map(({ flag, text }) => `${flag}:${text}`),
    ];
    const quoted = items.map((item) => `'${item.replaceAll("'", "'\\''")}'`).join(' ');
    return `    '${words}') items=(${quoted}) ;;`;
  });
  return `#compdef ${name}
_promptcrafter_client() {
  local at_path='' word
  local -a items
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at_path $word" in
${writeSteps(all, '      ').replaceAll(') path=', ') at_path=')}
      *) break ;;
    esac
  done
  case "$at_path" in
${cases.join('\n')}
  esac
  _describe 'command or option' items || _files
}
compdef _promptcrafter_client ${name}
`;
}

function writeFish(all: readonly Completed[]): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = all.flatMap(({ words, commands, options }) => {
    const when = quote(`__promptcrafter_client_at ${words}`.trim());
    return [
      ...commands.map(
        ({ name: word, summary }) =>
          `complete -c ${name} -n ${when} -f -a ${word} -d ${quote(summary)}`,
      ),
      ...options.map(({ flag, text, hasValue }) => {
        const value = hasValue ? ' -r' : '';
        return `complete -c ${name} -n ${when} -l ${flag.slice(2)}${value} -d ${quote(text)}`;
      }),
    ];
  });
  return `function __promptcrafter_client_at
  set -l words (commandline -opc)[2..-1]
  set -l at
  for word in $words
    if string match -q -- '-*' $word
      break
    end
    if test (count $at) -lt (count $argv); or test (count $argv) -eq 0
      set -a at $word
    end
  end
  test "$at" = "$argv"
end
${lines.join('\n')}
`;
}
