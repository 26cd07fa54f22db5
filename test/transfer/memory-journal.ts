import type { ImportJournal } from '../../src/transfer/index.ts';

/** A journal in memory, whose process can die at any line: what is written then is lost. */
export class MemoryJournal implements ImportJournal {
  text = '';
  /** How many more writes succeed. */
  left = Number.POSITIVE_INFINITY;

  read(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  write(lines: string): void {
    if (this.left === 0) throw new Error('The process is dead');
    this.left -= 1;
    this.text += lines;
  }

  replace(lines: string): void {
    this.write('');
    this.text = lines;
  }

  /** Makes it one whose process had a clock that was ahead of the present one. */
  shiftClock(ms: number): void {
    this.text = this.text.replace(/^(\["s",\d+,"\w+",)(\d+)/gm, (_, start, at) => {
      return `${start}${Number(at) + ms}`;
    });
  }
}
