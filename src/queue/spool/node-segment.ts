import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type Mark, type MarkedState, readMarks } from './marks.ts';
import { AppendFile } from './node-append-file.ts';
import { countLines, readLines } from './node-read-lines.ts';
import { readSpooledLine } from './spooled-line.ts';

/** A line of a segment that is not settled. */
export interface SegmentLine {
  readonly index: number;
  readonly text: string;
}

/** A file of accepted logs, and the marks of what became of them. */
export class Segment {
  readonly #path: string;
  readonly marked: MarkedState;
  /** The logs that are in memory; the others that are not settled are on the disk alone. */
  readonly #taken = new Set<number>();
  /** From which index on logs belong to which epoch of the queue's counts, the latest last. */
  readonly #epochs: { readonly from: number; readonly epoch: number }[] = [];
  #count: number;
  /** When the first log was accepted that is on the disk alone, as far as somebody has asked. */
  #unreadSince: number | undefined;
  /** What is read on from: an offset in the file, and the index of the line there. */
  #next = { offset: 0, index: 0 };
  #log: AppendFile | undefined;
  #marks: AppendFile | undefined;
  #sizes: { log: number; marks: number };
  /** Marks that wait, or found no room; they are written before the next ones. */
  #unwritten = '';
  /** Whether the file may end with a part of a mark, which must not be joined by the next one. */
  #isTorn: boolean;

  /** Opens what is there under a path without its ending, or begins it. */
  constructor(path: string, epoch: number) {
    this.#path = path;
    const marks = readIfThere(this.marksPath);
    this.marked = readMarks(marks);
    const hasLog = existsSync(this.logPath);
    this.#sizes = {
      log: hasLog ? statSync(this.logPath).size : 0,
      marks: Buffer.byteLength(marks),
    };
    this.#count =
      this.marked.count ?? (hasLog ? countLines(this.logPath) : this.marked.settled.size);
    this.#epochs.push({ from: 0, epoch });
    this.#isTorn = marks !== '' && !marks.endsWith('\n');
  }

  get logPath(): string {
    return `${this.#path}.log`;
  }

  get marksPath(): string {
    return `${this.#path}.marks`;
  }

  /** How many bytes both files hold. */
  get bytes(): number {
    return this.#sizes.log + this.#sizes.marks;
  }

  get logBytes(): number {
    return this.#sizes.log;
  }

  /** Whether no more logs are added. */
  get isFull(): boolean {
    return this.marked.count !== undefined;
  }

  /** The index of the log that is added next. */
  get nextIndex(): number {
    return this.#count;
  }

  /** Logs that are not settled. */
  get unsettled(): number {
    return this.#count - this.marked.settled.size;
  }

  /** Logs that are on the disk alone. */
  get unread(): number {
    return this.unsettled - this.#taken.size;
  }

  /** Logs that may be stored, and are on the disk alone. */
  get unreadDoubtful(): number {
    const { doubtSince, sent, cleared } = this.marked;
    // A mark may be there for a log that could not be written down.
    const isUnread = (index: number) => index < this.#count && !this.#taken.has(index);
    if (doubtSince === undefined) return Array.from(sent.keys()).filter(isUnread).length;
    const isCleared = (index: number) => isUnread(index) && !sent.has(index);
    return this.unread - Array.from(cleared).filter(isCleared).length;
  }

  /** Bytes of the logs that are on the disk alone, about. */
  get unreadBytes(): number {
    return this.unread > 0 ? Math.round((this.#sizes.log * this.unread) / this.#count) : 0;
  }

  /** When the first of them was accepted, by `Date.now()`; `Infinity` where there is none. */
  get unreadSince(): number {
    if (this.unread === 0) this.#unreadSince = undefined;
    else this.#unreadSince ??= this.#findUnreadSince();
    return this.#unreadSince ?? Number.POSITIVE_INFINITY;
  }

  #findUnreadSince(): number | undefined {
    try {
      for (let { offset, index } = this.#next; ; ) {
        const { lines, end } = readLines(this.logPath, offset);
        for (const text of lines) {
          const spooled = this.#isUnread(index) ? readSpooledLine(text) : undefined;
          if (spooled) return spooled.at;
          index += 1;
        }
        if (end === offset) return undefined;
        offset = end;
      }
    } catch {
      // Whoever reads the log itself will be told.
      return undefined;
    }
  }

  #isUnread(index: number): boolean {
    return index < this.#count && !this.marked.settled.has(index) && !this.#taken.has(index);
  }

  /**
   * Adds a log, and gives its index.
   *
   * @throws what the file system says.
   */
  add(line: string, epoch: number, isTaken: boolean): number {
    this.#log ??= new AppendFile(this.logPath, this.#sizes.log);
    const isAtEnd = this.#next.offset === this.#sizes.log;
    const index = this.#count;
    this.#log.append(line);
    this.#sizes.log = this.#log.size;
    this.#count += 1;
    if (this.#epochs.at(-1)?.epoch !== epoch) this.#epochs.push({ from: index, epoch });
    if (isTaken) this.#taken.add(index);
    if (isTaken && isAtEnd) this.#next = { offset: this.#sizes.log, index: this.#count };
    return index;
  }

  /** Takes note of what is true of a log now; it is written with the next mark, or by `writeMarks`. */
  note(mark: Mark): void {
    this.marked.apply(mark);
    if (this.marked.settled.has(mark[1])) this.#taken.delete(mark[1]);
    this.#unwritten += `${JSON.stringify(mark)}\n`;
  }

  /** The same, and writes it at once if that can be done. */
  mark(mark: Mark): void {
    this.note(mark);
    this.writeMarks();
  }

  /**
   * Writes a mark that is true only once it is on the disk, and those that wait before it. Where it
   * finds no room, nothing is kept of it, so that what waits does not grow with what is tried.
   *
   * @throws what the file system says.
   */
  markFirst(mark: Mark): void {
    this.#append(`${this.#unwritten}${JSON.stringify(mark)}\n`);
    this.#unwritten = '';
    this.marked.apply(mark);
  }

  /** Whether marks wait to be written. */
  get hasUnwritten(): boolean {
    return this.#unwritten !== '';
  }

  /** Writes the marks that wait. `false` if they find no room. */
  writeMarks(): boolean {
    if (!this.hasUnwritten) return true;
    try {
      this.#append(this.#unwritten);
      this.#unwritten = '';
      return true;
    } catch {
      return false;
    }
  }

  /** @throws what the file system says. */
  #append(marks: string): void {
    this.#marks ??= new AppendFile(this.marksPath, this.#sizes.marks);
    try {
      this.#marks.append(`${this.#isTorn ? '\n' : ''}${marks}`);
      this.#isTorn = false;
    } catch (error) {
      this.#isTorn = true;
      throw error;
    } finally {
      this.#sizes.marks = this.#marks.size;
    }
  }

  /**
   * Reads on: some of the logs that are on the disk alone. There is nothing to read where it gives
   * nothing.
   *
   * @throws what the file system says.
   */
  read(): SegmentLine[] {
    const taken: SegmentLine[] = [];
    while (taken.length === 0 && this.unread > 0) {
      const { lines, end } = readLines(this.logPath, this.#next.offset);
      if (lines.length === 0) break;
      const first = this.#next.index;
      this.#next = { offset: end, index: first + lines.length };
      this.#unreadSince = undefined;
      lines.forEach((text, at) => {
        const index = first + at;
        if (!this.#isUnread(index)) return;
        this.#taken.add(index);
        taken.push({ index, text });
      });
    }
    return taken;
  }

  /** The logs that are on the disk alone, although nothing more can be read. */
  listUnread(): number[] {
    const indices = Array.from({ length: this.#count }, (_, index) => index);
    return indices.filter((index) => this.#isUnread(index));
  }

  /** Reads a log no more, although it is not settled. */
  leave(index: number): void {
    this.#taken.add(index);
  }

  /** Lets go of a log that was in memory; it is read again from the beginning. */
  untake(index: number): void {
    if (!this.#taken.delete(index)) return;
    this.#next = { offset: 0, index: 0 };
    this.#unreadSince = undefined;
  }

  /** Which epoch of the queue's counts a log belongs to. */
  epochOf(index: number): number {
    return this.#epochs.findLast(({ from }) => from <= index)?.epoch ?? 0;
  }

  /** No more logs are added. */
  close(): void {
    if (!this.isFull) this.mark(['c', this.#count]);
    this.#log?.close();
    this.#log = undefined;
  }

  /** Closes its files, which are opened again where that is needed. */
  rest(): void {
    this.#log?.close();
    this.#marks?.close();
    this.#log = undefined;
    this.#marks = undefined;
  }

  /** Files that were written to. */
  get openFiles(): AppendFile[] {
    return [this.#log, this.#marks].filter((file) => file !== undefined);
  }

  /** Deletes the logs, which are all settled. Their marks stay. */
  deleteLog(): void {
    this.#log?.close();
    this.#log = undefined;
    rmSync(this.logPath, { force: true });
    this.#sizes.log = 0;
    this.#next = { offset: 0, index: 0 };
  }

  /** Deletes everything. */
  delete(): void {
    this.#unwritten = '';
    this.rest();
    rmSync(this.logPath, { force: true });
    rmSync(this.marksPath, { force: true });
  }
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
