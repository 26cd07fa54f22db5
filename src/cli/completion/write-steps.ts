import type { Completed } from './collect-completed.ts';

/** The patterns of `case "$path $word"` that lead from command to command along the words. */
export function writeSteps(all: readonly Completed[], variable: string): string {
  return all
    .filter(({ words }) => words !== '')
    .map(({ words }) => {
      const [word = '', ...before] = words.split(' ').reverse();
      return `      '${before.reverse().join(' ')} ${word}') ${variable}='${words}' ;;`;
    })
    .join('\n');
}

/** The patterns of `case "$path $before"`: what may follow an option, where something has to. */
export function writeValues(
  all: readonly Completed[],
  write: (values: readonly string[]) => string,
): string {
  return all
    .flatMap(({ words, options }) =>
      options.flatMap(({ word, short, value }) => {
        if (value === 'none') return [];
        const flags = short === undefined ? [word] : [word, short];
        const patterns = flags.map((flag) => `'${words} ${flag}'`).join('|');
        return [`    ${patterns}) ${write(typeof value === 'string' ? [] : value)} ;;`];
      }),
    )
    .join('\n');
}
