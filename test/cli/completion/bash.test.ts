import { expect, it } from 'vitest';
import { completions, runInShell } from './shell-kit.ts';

it('bash completes commands, options, their values and files', async () => {
  const lines = completions.map(
    ([typed]) => `
COMP_WORDS=(promptcrafter-client ${typed}) COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_promptcrafter_client
# What -o default does.
((\${#COMPREPLY[@]})) || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
printf '%s\\n' "\${COMPREPLY[*]}"`,
  );
  const script = `source <(promptcrafter-client completion bash)${lines.join('')}`;
  const last = (completed: string) => completed.trimEnd().split(' ').at(-1) ?? '';

  expect(await runInShell('bash', script)).toEqual(
    completions.map(([, completed]) =>
      completed === 'log' ? 'login logout logs' : last(completed),
    ),
  );
});
