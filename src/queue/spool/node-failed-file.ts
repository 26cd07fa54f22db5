import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { FolderHealth } from './node-folder-health.ts';

const flags =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

const newline = 10;

/** What failed, one line each. Several processes may add to it; each writes a line at once. */
export class FailedFile {
  readonly #folder: string;
  readonly #health: FolderHealth;

  constructor(folder: string, health: FolderHealth) {
    this.#folder = folder;
    this.#health = health;
  }

  /** Adds lines. `false` if they are not all there. */
  append(...lines: readonly object[]): boolean {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const fd = openSync(toPath(this.#folder), flags, 0o600);
      try {
        const start = isTorn(fd) ? '\n' : '';
        const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
        const bytes = Buffer.from(`${start}${text}`);
        let written = 0;
        while (written < bytes.length) written += writeSync(fd, bytes, written);
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

/** Whether a full disk has taken only a part of the last line. */
function isTorn(fd: number): boolean {
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== newline;
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
