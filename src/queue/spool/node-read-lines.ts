import { closeSync, openSync, readSync } from 'node:fs';

const chunkSize = 256 * 1024;
const newline = 10;

/** Whole lines of a file, and where the next one begins. */
export interface Lines {
  readonly lines: readonly string[];
  readonly end: number;
}

/**
 * Reads whole lines from an offset on: as many as fit into 256 KiB, or one that is longer. A last
 * line without its newline was never written to its end, and is left out.
 *
 * @throws what the file system says.
 */
export function readLines(path: string, offset: number): Lines {
  const fd = openSync(path, 'r');
  try {
    let bytes = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.alloc(Math.max(chunkSize, bytes.length));
      const read = readSync(fd, chunk, 0, chunk.length, offset + bytes.length);
      bytes = Buffer.concat([bytes, chunk.subarray(0, read)]);
      const last = bytes.lastIndexOf(newline);
      if (last >= 0) {
        const lines = bytes.toString('utf8', 0, last).split('\n');
        return { lines, end: offset + last + 1 };
      }
      if (read === 0) return { lines: [], end: offset };
    }
  } finally {
    closeSync(fd);
  }
}

/**
 * Counts the whole lines of a file.
 *
 * @throws what the file system says.
 */
export function countLines(path: string): number {
  const fd = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(chunkSize);
    let count = 0;
    for (let offset = 0; ; ) {
      const read = readSync(fd, chunk, 0, chunk.length, offset);
      if (read === 0) return count;
      offset += read;
      for (
        let at = chunk.indexOf(newline);
        at >= 0 && at < read;
        at = chunk.indexOf(newline, at + 1)
      ) {
        count += 1;
      }
    }
  } finally {
    closeSync(fd);
  }
}
