import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from './cli-error.ts';

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
  try {
    await writeFile(file, `${text}\n`, { mode: 0o600 });
    await runEditor(editor, file);
    return { text: (await readFile(file, 'utf8')).replace(/\n$/, ''), file, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** EDITOR may hold arguments, as `code --wait` does: a shell reads it, and gets the file apart. */
async function runEditor(editor: string, file: string): Promise<void> {
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${file}"`, { stdio: 'inherit', shell: true })
      : spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  // The editor has the terminal: a Ctrl+C is meant for it.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    const [code] = await once(child, 'close');
    if (code === 0) return;
    throw new CliError(
      `Failed to edit the prompt: the editor ended with ${code}. Nothing was saved.`,
    );
  } finally {
    process.off('SIGINT', ignore);
  }
}
