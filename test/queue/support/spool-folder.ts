import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { Program, type ProgramOptions } from '../model/program.ts';
import { World } from '../model/world.ts';

/** A folder for a spool, and programs that keep their logs in it. */
export async function setUpSpool() {
  const temporary = await createTemporaryFolder();
  onTestFinished(() => temporary[Symbol.asyncDispose]());
  const folder = join(temporary.path, 'spool');
  const world = new World(1);
  const start = (options: ProgramOptions = {}) => new Program(world, folder, options);
  return { folder, world, start };
}

/** Every file of a folder, by its path in it. */
export function readFolder(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The path of the first file with an ending. */
export function findFile(folder: string, ending: string): string {
  const name = Array.from(readFolder(folder).keys()).find((file) => file.endsWith(ending));
  return join(folder, name ?? `no ${ending}`);
}

/** A logger that keeps what it is told. */
export function createLogger() {
  const lines: string[] = [];
  const tell = (message: string) => lines.push(message);
  return { lines, logger: { info: tell, warn: tell, error: tell } };
}
