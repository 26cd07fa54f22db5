import type { Log } from '../core/schemas/log.ts';
import { findStoredIds, type ImportJournal, type JournalState } from './import-journal.ts';

/** In ms. A list may tell a time to the second that the answer to a create told to the millisecond. */
const resolution = 1_000;

/** Tells logs that the journal says are stored, without keeping all their ids in memory. */
export class TakenLogs {
  readonly #journal: ImportJournal | undefined;
  readonly #newest: number;
  readonly #forgottenUntil: number;
  /** The ids that the next reading looks for. */
  #asked = new Set<string>();
  #next: Promise<ReadonlySet<string>> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(journal: ImportJournal | undefined, state: JournalState | undefined) {
    this.#journal = journal;
    this.#newest = state?.newest ?? -Infinity;
    this.#forgottenUntil = state?.forgottenUntil ?? -Infinity;
  }

  /** Whether an earlier process may have stored a log. One that is younger than all of those is not. */
  mayHold({ createdAt }: Pick<Log, 'createdAt'>): boolean {
    return !(Date.parse(createdAt) > this.#newest + resolution);
  }

  /** Whether a log may be one of those whose ids are forgotten. */
  mayHaveForgotten({ createdAt }: Pick<Log, 'createdAt'>): boolean {
    return Date.parse(createdAt) <= this.#forgottenUntil + resolution;
  }

  /** Which of the ids are in the journal, by one reading for all that ask meanwhile. */
  async find(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const journal = this.#journal;
    if (!journal || ids.length === 0) return new Set();
    for (const id of ids) this.#asked.add(id);
    if (!this.#next) {
      this.#next = this.#last.then(() => {
        const asked = this.#asked;
        this.#asked = new Set();
        this.#next = undefined;
        return findStoredIds(journal, asked);
      });
      this.#last = this.#next.catch(() => {});
    }
    return this.#next;
  }
}
