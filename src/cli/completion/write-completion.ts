import type { CommandEntry } from '../command-list.ts';
import { collectCompleted } from './collect-completed.ts';
import { writeBash } from './write-bash.ts';
import { writeFish } from './write-fish.ts';
import { writeZsh } from './write-zsh.ts';

/** A script for a shell that completes commands, options and their values; what else there is are files. */
export async function writeCompletion(
  shell: 'bash' | 'zsh' | 'fish',
  commands: readonly CommandEntry[],
): Promise<string> {
  const write = { bash: writeBash, zsh: writeZsh, fish: writeFish }[shell];
  return write(await collectCompleted(commands));
}
