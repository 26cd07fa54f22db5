import { expect, it } from 'vitest';
import { completions, runInShell } from './shell-kit.ts';

it('fish completes commands, options, their values and files', async () => {
  const lines = completions.map(
    ([typed]) =>
      `string join -- ' ' (complete -C 'promptcrafter-client ${typed}' | string split -f1 \\t)`,
  );
  const script = `promptcrafter-client completion fish | source\n${lines.join('\n')}`;
  const last = (completed: string) => completed.trimEnd().split(' ').at(-1) ?? '';

  expect(await runInShell('fish', script)).toEqual(
    completions.map(([, completed]) =>
      completed === 'log' ? 'login logout logs' : last(completed),
    ),
  );
});

it('fish offers no files where none can follow, and no commands behind a command', async () => {
  const script = `promptcrafter-client completion fish | source
for line in 'logs ' 'prompts show l' 'logs list prompt104 ' 'logs import e'
  string join ' ' "$line:" (complete -C "promptcrafter-client $line" | string split -f1 \\t)
end`;
  expect(await runInShell('fish', script)).toEqual([
    'logs : add export import list tail',
    'prompts show l:',
    'logs list prompt104 :',
    'logs import e:',
  ]);
});
