import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isErrorLike } from '../core/error-like.ts';
import { CliError } from './cli-error.ts';
import { Interrupted } from './with-interrupt.ts';

/** A text that was edited, in a file that stays until it is removed. */
export interface Edited {
  readonly text: string;
  readonly file: string;
  remove(): Promise<void>;
}

/** Opens a text in the user's editor, and waits until it is closed. */
export async function editText(text: string, name: string): Promise<Edited> {
  const { VISUAL, EDITOR } = process.env;
  const editor = VISUAL || EDITOR || (process.platform === 'win32' ? 'notepad' : 'vi');
  const folder = await mkdtemp(join(tmpdir(), 'promptcrafter-'));
  const file = join(folder, name);
  const remove = () => rm(folder, { recursive: true, force: true });
  const read = async () => (await readFile(file, 'utf8')).replace(/\n$/, '');
  try {
    await writeFile(file, `${text}\n`, { mode: 0o600 });
    await runEditor(editor, file);
    return { text: await read(), file, remove };
  } catch (error) {
    const written = await read().catch(() => text);
    if (written !== text) throw keepText(error, file);
    await remove();
    throw error;
  }
}

/** Says of an error, or of a signal, where the text is that it would have lost. */
export function keepText(error: unknown, file: string): unknown {
  const kept = `What you wrote is in ${file}.`;
  if (isErrorLike(error) && error.name === 'Interrupted') {
    process.stderr.write(`${kept}\n`);
    return error;
  }
  const message = isErrorLike(error) ? error.message : String(error);
  return new CliError(
    `${message.startsWith('Failed to ') ? '' : 'Failed to edit the prompt: '}${message.replace(/[.\s]*$/, '.')} ${kept}`,
  );
}

/**
 * EDITOR may hold arguments, as `code --wait` does: a shell reads it, and gets the file apart. The trap keeps
 * the shell from ending by a Ctrl+C that the editor takes.
 */
async function runEditor(editor: string, file: string): Promise<void> {
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${file}"`, { stdio: 'inherit', shell: true })
      : spawn('sh', ['-c', `trap : INT; ${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  // The editor has the terminal: a Ctrl+C is meant for it, and ends nothing of ours.
  const listeners = process.listeners('SIGINT');
  const ignore = () => {};
  process.on('SIGINT', ignore);
  for (const listener of listeners) process.off('SIGINT', listener);
  try {
    const [code, signal] = await once(child, 'close');
    if (code === 0) return;
    if (signal === 'SIGINT' || code === 130) throw new Interrupted('SIGINT');
    throw new CliError(
      `Failed to edit the prompt: the editor ended with ${code ?? signal}. Nothing was saved.`,
    );
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
    process.off('SIGINT', ignore);
  }
}
