/**
 * A file that makes an import resumable (Node, Deno and Bun).
 *
 * @module promptcrafter-client/transfer/journal
 */
import {
  closeSync,
  createReadStream,
  existsSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import type { ImportJournal } from './import-journal.ts';
import { lockFile } from './node-file-lock.ts';

export type { ImportJournal } from './import-journal.ts';

/** In ms, how long lines may be in the memory of the operating system alone. */
const syncInterval = 100;

/** A journal in a file, which no other process uses. */
export interface ImportJournalFile extends ImportJournal {
  /** Gives the file back to others. */
  close(): void;
}

/**
 * Opens the journal of an import, a file that its owner alone can read. What is written to it outlives
 * the process; within 100 ms it is on the disk.
 *
 * @throws an error when another process has it open, or the file cannot be written.
 * @example
 * ```ts
 * import { createReadStream, writeFileSync } from 'node:fs';
 * import { importLogs } from 'promptcrafter-client/transfer';
 * import { openImportJournal } from 'promptcrafter-client/transfer/journal';
 *
 * const log = { promptId: 'prompt104', output: 'It began in Britain.', modelUsed: 'gpt-4o' };
 * writeFileSync('answers.jsonl', `${JSON.stringify(log)}\n`);
 * const journal = openImportJournal('answers.jsonl.journal');
 * await importLogs(client, () => createReadStream('answers.jsonl'), { journal });
 * journal.close();
 * ```
 */
export function openImportJournal(path: string): ImportJournalFile {
  const unlock = lockFile(`${path}.lock`);
  try {
    let file = openToAppend(path);
    let timer: NodeJS.Timeout | undefined;
    const sync = () => {
      timer = undefined;
      // Nobody waits for it, and what it fails with the next write tells.
      fdatasync(file, () => {});
    };
    return {
      async *read() {
        if (!existsSync(path)) return;
        const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
        yield* lines;
      },
      write(lines) {
        writeAll(file, lines);
        timer ??= setTimeout(sync, syncInterval).unref();
      },
      replace(lines) {
        const next = `${path}.next`;
        const written = openSync(next, 'w', 0o600);
        writeAll(written, lines);
        fsyncSync(written);
        closeSync(written);
        renameSync(next, path);
        closeSync(file);
        file = openToAppend(path);
      },
      close() {
        clearTimeout(timer);
        closeSync(file);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A line that broke off when a process died gets its end, so that the next one is whole. */
function openToAppend(path: string): number {
  const file = openSync(path, 'a+', 0o600);
  const { size } = fstatSync(file);
  const last = new Uint8Array(1);
  if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 10)
    writeAll(file, '\n');
  return file;
}

function writeAll(file: number, text: string): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(file, rest));
}
