import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs';

/** Windows has no links to be misled by. */
const noFollow = constants.O_NOFOLLOW ?? 0;

/** Only its owner may read what was logged. */
const mode = 0o600;

/** A file of whole lines, to which one writer appends. */
export class AppendFile {
  readonly #fd: number;
  #size: number;
  /** Whether something was appended that the disk need not have yet. */
  #isDirty = false;
  #syncs = 0;
  #isClosed = false;

  /** @throws what the file system says. */
  constructor(path: string, size: number) {
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noFollow;
    this.#fd = openSync(path, flags, mode);
    this.#size = size;
  }

  /** How many bytes it holds. */
  get size(): number {
    return this.#size;
  }

  /**
   * Appends lines, all of them or none.
   *
   * @throws what the file system says.
   */
  append(lines: string): number {
    const length = Buffer.byteLength(lines);
    let written = 0;
    try {
      // A text need not be copied to be written; mostly that is all.
      written = writeSync(this.#fd, lines);
      const bytes = written < length ? Buffer.from(lines) : undefined;
      while (bytes && written < length) written += writeSync(this.#fd, bytes, written);
    } catch (error) {
      // A full disk takes a part of a line. Shortening a file needs no room.
      if (written > 0) this.#cutOff(written);
      throw error;
    }
    this.#size += length;
    this.#isDirty = true;
    return length;
  }

  /** @throws what the file system says. */
  #cutOff(torn: number): void {
    try {
      ftruncateSync(this.#fd, this.#size);
    } catch (error) {
      this.#size += torn;
      throw error;
    }
  }

  /** Has the disk keep what was appended; what fails here fails the next append as well. */
  sync(): void {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    this.#syncs += 1;
    fdatasync(this.#fd, () => {
      this.#syncs -= 1;
      try {
        if (this.#isClosed) this.#end();
      } catch {
        // Nobody could catch it here, and there is nothing left to write.
      }
    });
  }

  /** @throws what the file system says. */
  syncNow(): void {
    if (this.#isDirty) fdatasyncSync(this.#fd);
    this.#isDirty = false;
  }

  /** Closes it, once the disk has what was appended: nobody else would see to that. */
  close(): void {
    this.#isClosed = true;
    this.sync();
    this.#end();
  }

  #end(): void {
    if (this.#syncs === 0) closeSync(this.#fd);
  }
}
