import { expect, it } from 'vitest';
import { completions, runInShell } from './shell-kit.ts';

it('zsh completes commands, options, their values and files', async () => {
  const typed = completions.map(([line]) => `'promptcrafter-client ${line}'`).join(' ');
  // A shell on a terminal of its own, whose Tab writes down what became of the line.
  const script = `
zmodload zsh/zpty
cat > setup <<'END'
PROMPT='> '
autoload -U compinit
compinit -u -d dump
complete-and-tell() { zle complete-word; print -r -- "$BUFFER|" > told.part; mv told.part told }
zle -N complete-and-tell
bindkey '^I' complete-and-tell
setopt no_auto_menu no_list_beep
source <(promptcrafter-client completion zsh)
touch told
END
zpty shell zsh -f -i
wait-for-it() { until [[ -e told ]]; do zpty -rt shell seen; sleep 0.02; done }
zpty -w shell 'source ./setup'
wait-for-it
for line in ${typed}; do
  rm -f told
  zpty -w -n shell $'\\C-u'"$line"$'\\t'
  wait-for-it
  cat told
done
zpty -d shell
`;
  expect(await runInShell('zsh', script)).toEqual(
    completions.map(([, completed]) => `promptcrafter-client ${completed}|`),
  );
}, 60_000);
