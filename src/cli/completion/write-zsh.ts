import type { Completed, Offer } from './collect-completed.ts';
import { writeSteps, writeValues } from './write-steps.ts';

/** The variable is not called path, which zsh ties to PATH. */
export function writeZsh(all: readonly Completed[]): string {
  const cases = all.map(
    ({ words, offers, options }) =>
      `      '${words}') items=(${quoteItems(offers)}) flags=(${quoteItems(options)}) ;;`,
  );
  return `#compdef promptcrafter-client
_promptcrafter_client() {
  local at_path='' word
  local -a items flags
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at_path $word" in
${writeSteps(all, 'at_path')}
      *) break ;;
    esac
  done
  case "$at_path \${words[CURRENT-1]}" in
${writeValues(all, (values) => `items=(${values.join(' ')})`)}
    *) case "$at_path" in
${cases.join('\n')}
    esac ;;
  esac
  [[ "\${words[CURRENT]}" == -* ]] && items=("\${flags[@]}")
  _describe 'command or option' items || _files
}
compdef _promptcrafter_client promptcrafter-client
`;
}

/** A colon ends the word, unless it is escaped. */
function quoteItems(offers: readonly Offer[]): string {
  return offers
    .map(({ word, text }) => (text === '' ? word : `${word}:${text}`))
    .map((item) => `'${item.replaceAll("'", "'\\''")}'`)
    .join(' ');
}
