import {
  type ImportJournal,
  type JournalOwner,
  type JournalState,
  readKept,
  type StoredLog,
  toFinishedLine,
  toMark,
  toOwnerLine,
} from './import-journal.ts';
import type { ImportRecord } from './read-records.ts';

type Named = Pick<ImportRecord, 'index' | 'key'>;

/** Writes down what an import does, if it has a journal. */
export class JournalWriter {
  readonly #journal: ImportJournal | undefined;
  readonly #owner: JournalOwner;
  #sum: bigint;
  #stored: number;
  #isInDoubt = false;
  #isToldUnfaithful = false;

  constructor(
    journal: ImportJournal | undefined,
    owner: JournalOwner,
    state: JournalState | undefined,
  ) {
    this.#journal = journal;
    this.#owner = owner;
    this.#sum = state?.sum ?? 0n;
    this.#stored = state?.stored ?? 0;
  }

  /** Notes that a record is about to be sent; `earliest` is the earliest time that its log can bear. */
  async noteSent({ index, key }: Named, earliest: number | undefined): Promise<void> {
    const line = ['s', index, key, Date.now()];
    await this.#write(earliest === undefined ? line : [...line, Math.floor(earliest)]);
  }

  /** Notes that what was sent is surely not stored. */
  noteAbsent(index: number): Promise<void> {
    return this.#write(['n', index]);
  }

  /** Notes that a record is not tried again by this import. */
  noteRefused(index: number): Promise<void> {
    return this.#write(['n', index, 'refused']);
  }

  /** Notes that nobody can know whether a record is stored. */
  noteDoubt(): void {
    this.#isInDoubt = true;
  }

  /** Notes that a record is stored. */
  async noteStored({ index, key }: Named, { id, time }: StoredLog): Promise<void> {
    await this.#write(['d', index, id, time]);
    this.#sum = BigInt.asUintN(64, this.#sum + toMark(index, key));
    this.#stored += 1;
  }

  /** Notes that the server stored something else than what it was sent. */
  async noteUnfaithful(index: number): Promise<void> {
    if (this.#isToldUnfaithful) return;
    this.#isToldUnfaithful = true;
    await this.#write(['x', index]);
  }

  /** Notes the end of the import. `open` are the records that are not stored. */
  async finish(count: number, open: readonly number[]): Promise<void> {
    const journal = this.#journal;
    if (!journal) return;
    const line = toFinishedLine(count, { sum: this.#sum, stored: this.#stored }, open);
    // A record in doubt needs all that is written of the others.
    if (this.#isInDoubt) await journal.write(line);
    else await journal.replace(`${toOwnerLine(this.#owner)}${await readKept(journal)}${line}`);
  }

  async #write(line: readonly unknown[]): Promise<void> {
    await this.#journal?.write(`${JSON.stringify(line)}\n`);
  }
}
