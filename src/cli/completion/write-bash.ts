import type { Completed } from './collect-completed.ts';
import { writeSteps, writeValues } from './write-steps.ts';

/** `_init_completion` is not everywhere: the script needs nothing but bash, 3.2 of macOS included. */
export function writeBash(all: readonly Completed[]): string {
  const cases = all.map(({ words, offers, options }) => {
    const [offered, flags] = [offers, options].map((list) =>
      list.map(({ word }) => word).join(' '),
    );
    return `      '${words}') words='${offered}' flags='${flags}' ;;`;
  });
  return `_promptcrafter_client() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' words='' flags='' word at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    case "$path $word" in
${writeSteps(all, 'path')}
      *) break ;;
    esac
  done
  case "$path \${COMP_WORDS[COMP_CWORD-1]}" in
${writeValues(all, (values) => `words='${values.join(' ')}'`)}
    *) case "$path" in
${cases.join('\n')}
    esac ;;
  esac
  if [[ "$current" == -* ]]; then words="$flags"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _promptcrafter_client promptcrafter-client
`;
}
