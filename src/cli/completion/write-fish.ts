import type { Completed, OfferedOption } from './collect-completed.ts';

const name = 'promptcrafter-client';

/** Within a group the next word is a command; within a command anything may follow. */
export function writeFish(all: readonly Completed[]): string {
  const lines = all.flatMap(({ words, offers, options, takesFiles, isGroup }) => {
    const test = isGroup ? '__promptcrafter_client_is' : '__promptcrafter_client_in';
    const start = `complete -c ${name} -n ${quote(`${test} ${words}`.trim())}`;
    return [
      ...(takesFiles ? [] : [`${start} -f`]),
      ...offers.map(({ word, text }) => `${start} -a ${word}${describe(text)}`),
      ...options.map((option) => `${start} ${writeOption(option)}`),
    ];
  });
  return `function __promptcrafter_client_words
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and break
    echo $word
  end
end
function __promptcrafter_client_is
  set -l words (__promptcrafter_client_words)
  test "$words" = "$argv"
end
function __promptcrafter_client_in
  set -l words (__promptcrafter_client_words)
  set -l last (count $argv)
  test "$words[1..$last]" = "$argv"
end
${lines.join('\n')}
`;
}

function writeOption({ word, short, text, value }: OfferedOption): string {
  const flags = `${short === undefined ? '' : `-s ${short.slice(1)} `}-l ${word.slice(2)}`;
  if (value === 'none') return flags + describe(text);
  if (value === 'file') return `${flags} -r -F${describe(text)}`;
  const values = value === 'other' ? '' : ` -a ${quote(value.join(' '))}`;
  return `${flags} -x${values}${describe(text)}`;
}

const describe = (text: string) => (text === '' ? '' : ` -d ${quote(text)}`);

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
