import { closeSync, constants, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderHealth } from './node-folder-health.ts';

const flags =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

/** What failed, one line each. Several processes may add to it; each writes a line at once. */
export class FailedFile {
  readonly #folder: string;
  readonly #health: FolderHealth;

  constructor(folder: string, health: FolderHealth) {
    this.#folder = folder;
    this.#health = health;
  }

  /** Adds a line. `false` if it is not there. */
  append(line: object): boolean {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const fd = openSync(toPath(this.#folder), flags, 0o600);
      try {
        writeSync(fd, Buffer.from(`${JSON.stringify(line)}\n`));
      } finally {
        closeSync(fd);
      }
      return true;
    } catch (error) {
      this.#health.fail(error);
      return false;
    }
  }
}

/** How many bytes the file of a folder holds. */
export function measureFailed(folder: string): number {
  try {
    return statSync(toPath(folder)).size;
  } catch {
    return 0;
  }
}

const toPath = (folder: string) => join(folder, 'failed.jsonl');
