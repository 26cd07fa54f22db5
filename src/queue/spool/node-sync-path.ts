import { closeSync, fsync, fsyncSync, openSync } from 'node:fs';

/** Has the disk keep a file, or the names in a folder, before anything goes on. */
export function syncPath(path: string): void {
  open(path, (fd) => {
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

/** The same while other things go on. */
export function syncPathLater(path: string): void {
  open(path, (fd) => fsync(fd, () => closeSync(fd)));
}

function open(path: string, sync: (fd: number) => void): void {
  try {
    sync(openSync(path, 'r'));
  } catch {
    // Not every system can sync folders; it does so by itself then, or not at all.
  }
}
