/**
 * The API has no idempotency keys. After a failed create, a list of what is stored shows whether the
 * record is there. If several calls send the same, their records cannot be told apart: any of them
 * will do for any of the calls. The ledger makes sure that no two calls receive the same record.
 */

/** What the ledger needs of a created record. */
export interface Created {
  readonly _id: string;
  readonly createdAt: string;
}

/** A create under way. */
export interface CreateEntry {
  /** The JSON that is sent: creates with the same content are interchangeable. */
  readonly content: string;
  readonly startedAt: number;
  /** Its index in the list of creates under way. */
  place: number;
  /** Whether an attempt is under way. Its record may be stored already. */
  isSending: boolean;
  /** Which attempt it is. */
  attempt: number;
  /** Called when the attempt under way ends. */
  waiting: (() => void)[];
}

/** A record that a call has received. */
interface Claim {
  readonly id: string;
  readonly createdAt: string;
  readonly claimedAt: number;
}

/** A created record: a list without it is not whole. */
interface Received {
  readonly id: string;
  readonly list: string;
}

/** How many of them are kept to check whether a list is whole. */
const mostReceived = 64;

/** How many deletions are remembered. */
const mostDeleted = 1_000;

/** What the calls of one client have under way and have received. */
export class CreateLedger {
  readonly #now: () => number;
  readonly #slack: number;
  /** The creates under way, in any order. An array: a set would cost as much as all else here. */
  readonly #entries: CreateEntry[] = [];
  /** Further reasons to remember claims, beside the creates under way. */
  readonly #keepers = new Set<() => number>();
  /** The oldest first. Only a look searches them. */
  #claims: Claim[] = [];
  /** How many of the oldest claims are forgotten. */
  #forgotten = 0;
  /** When the youngest of all that is forgotten was created, in ms of the server's clock. */
  #forgottenUntil = Number.NEGATIVE_INFINITY;
  #received: Received[] = [];
  readonly #deleted = new Set<string>();

  /**
   * @param now - The time in ms.
   * @param slack - In ms. A record that was received this long before a call began is surely older,
   * by the server's clock, than what the call creates.
   */
  constructor(now: () => number, slack: number) {
    this.#now = now;
    this.#slack = slack;
  }

  /** How many received records are remembered. */
  get size(): number {
    return this.#claims.length - this.#forgotten;
  }

  /** Adds a create that begins. */
  begin(content: string): CreateEntry {
    const startedAt = this.#now();
    const entry: CreateEntry = {
      content,
      startedAt,
      place: -1,
      isSending: false,
      attempt: 0,
      waiting: [],
    };
    entry.place = this.#entries.push(entry) - 1;
    return entry;
  }

  /** Notes that an attempt begins. */
  beginAttempt(entry: CreateEntry): void {
    entry.isSending = true;
    entry.attempt += 1;
  }

  /** Notes that an attempt has ended. */
  endAttempt(entry: CreateEntry): void {
    entry.isSending = false;
    for (const resolve of entry.waiting.splice(0)) resolve();
  }

  /** Removes a create that has ended, in success or failure. */
  end(entry: CreateEntry): void {
    this.endAttempt(entry);
    const last = this.#entries.pop();
    if (last && last !== entry) {
      this.#entries[entry.place] = last;
      last.place = entry.place;
    }
    this.#forget();
  }

  /** Promises for the ends of the attempts under way that send the same content. */
  listAttempts(content: string): Promise<void>[] {
    return this.#entries
      .filter((entry) => entry.isSending && entry.content === content)
      .map((entry) => new Promise<void>((resolve) => entry.waiting.push(resolve)));
  }

  /** The same without promises: returns a function that says whether any of them is still under way. */
  watchAttempts(content: string): () => boolean {
    const underWay = this.#entries
      .filter((entry) => entry.isSending && entry.content === content)
      .map((entry) => ({ entry, attempt: entry.attempt }));
    return () =>
      underWay.some(({ entry, attempt }) => entry.isSending && entry.attempt === attempt);
  }

  /** Marks a record as received by a call; `list` is the path of the list that it is in. */
  claim({ _id: id, createdAt }: Created, list?: string): void {
    this.#claims.push({ id, createdAt, claimedAt: this.#now() });
    if (list === undefined) return;
    if (this.#received.length >= mostReceived * 2)
      this.#received = this.#received.slice(-mostReceived);
    this.#received.push({ id, list });
  }

  /** Whether no call has received a record, as far as that is remembered. */
  isFree({ _id }: Created): boolean {
    return !this.#claims.some(({ id }) => id === _id);
  }

  /**
   * Whether a call may have received a record whose claim is forgotten. If the server's clock can be
   * trusted, such a record is older than what any call looks for.
   */
  mayBeForgotten({ createdAt }: Created): boolean {
    return Date.parse(createdAt) <= this.#forgottenUntil;
  }

  /** The ids of the records received last, which a whole list must hold. */
  listReceived(list: string): Set<string> {
    const ids = this.#received.filter((received) => received.list === list).map(({ id }) => id);
    return new Set(ids.slice(-mostReceived));
  }

  /** Notes that a record is deleted: a whole list need not hold it. */
  noteDeleted(id: string): void {
    this.#received = this.#received.filter((received) => received.id !== id);
    this.#deleted.add(id);
    const [oldest] = this.#deleted;
    if (this.#deleted.size > mostDeleted && oldest !== undefined) this.#deleted.delete(oldest);
  }

  /** Whether a record was deleted lately. */
  wasDeleted(id: string): boolean {
    return this.#deleted.has(id);
  }

  /** Keeps claims since a time from being forgotten, as a create does. Returns what ends this. */
  keep(since: () => number): () => void {
    this.#keepers.add(since);
    return () => this.#keepers.delete(since);
  }

  /** Forgets claims that are older than what any create under way, or one that begins now, can make. */
  #forget(): void {
    const isBefore = (time: number) => (this.#claims[this.#forgotten]?.claimedAt ?? time) < time;
    let since = this.#now() - this.#slack;
    if (!isBefore(since)) return;
    for (const { startedAt } of this.#entries) since = Math.min(since, startedAt - this.#slack);
    for (const keeper of this.#keepers) since = Math.min(since, keeper() - this.#slack);
    while (isBefore(since)) {
      const createdAt = Date.parse(this.#claims[this.#forgotten]?.createdAt ?? '');
      if (createdAt > this.#forgottenUntil) this.#forgottenUntil = createdAt;
      this.#forgotten += 1;
    }
    if (this.#forgotten * 2 <= this.#claims.length) return;
    this.#claims = this.#claims.slice(this.#forgotten);
    this.#forgotten = 0;
  }
}
