import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCommand } from '../../support/run-command.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { cli } from '../serve-process.ts';

/** Runs a script in a folder with the completion of a shell, `logs.jsonl`, and the program by its name. */
export async function runInShell(
  shell: 'bash' | 'zsh' | 'fish',
  script: string,
): Promise<string[]> {
  const folder = await createTemporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const bin = join(folder.path, 'bin');
  await mkdir(bin);
  const program = join(bin, 'promptcrafter-client');
  await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  await chmod(program, 0o755);
  await writeFile(join(folder.path, 'logs.jsonl'), '');
  await writeFile(join(folder.path, 'script'), script);
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: folder.path, TERM: 'xterm' };
  const options = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell];
  const { stdout, stderr } = await runCommand(shell, [...options, 'script'], {
    cwd: folder.path,
    env,
  });
  return `${stdout}${stderr}`.trimEnd().split('\n');
}

/** What is typed, and what a shell makes of it: the only way that it can go on. */
export const completions: readonly [typed: string, completed: string][] = [
  ['comple', 'completion '],
  ['lo', 'log'],
  ['logs im', 'logs import '],
  ['prompts ed', 'prompts edit '],
  ['he', 'help '],
  ['help prom', 'help prompts '],
  ['help prompts ed', 'help prompts edit '],
  ['--ver', '--version '],
  ['logs import --in', 'logs import --in-order '],
  ['logs import lo', 'logs import logs.jsonl '],
  ['logs export --output lo', 'logs export --output logs.jsonl '],
  ['logs export -o lo', 'logs export -o logs.jsonl '],
  ['logs export --format c', 'logs export --format csv '],
  ['serve --log j', 'serve --log json '],
  ['completion z', 'completion zsh '],
  ['prompts edit prompt104 --ti', 'prompts edit prompt104 --title '],
];
