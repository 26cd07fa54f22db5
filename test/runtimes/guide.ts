import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/project-root.ts';
import { renderGuide } from './table.ts';

const path = join(projectRoot, 'guides/runtimes.md');

/** The guide to the runtimes as it is. */
export const readGuide = () => readFile(path, 'utf8');

/** The guide with the tables as the cases have them. */
export async function renewGuide(): Promise<string> {
  const [begin, end] = ['<!-- begin: cases -->', '<!-- end: cases -->'];
  const guide = await readGuide();
  const before = guide.slice(0, guide.indexOf(begin) + begin.length);
  return `${before}\n\n${renderGuide()}\n\n${guide.slice(guide.indexOf(end))}`;
}

export async function writeGuide(): Promise<void> {
  await writeFile(path, await renewGuide());
}
