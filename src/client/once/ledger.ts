/**
 * Creates without idempotency keys. An attempt that failed may have been stored; before it is sent
 * again, a list of what is stored tells. Which record is whose cannot be told where several calls
 * send the same: they are interchangeable, and the ledger sees to it that each call gets one.
 */

/** What a created record tells. */
export interface Created {
  readonly _id: string;
  readonly createdAt: string;
}

/** A create under way. */
export interface CreateEntry {
  /** What calls that cannot be told apart have in common. */
  readonly content: string;
  readonly startedAt: number;
  /** Where it is among those that are alive. */
  place: number;
  /** Whether an attempt is under way; it may be stored already. */
  isSending: boolean;
  /** Which attempt it is. */
  attempt: number;
  /** Those who wait for the attempt under way to end. */
  waiting: (() => void)[];
}

/** A record that a call has received. */
interface Claim {
  readonly id: string;
  readonly createdAt: string;
  readonly claimedAt: number;
}

/** A record that a list must hold unless it answers in part. */
interface Received {
  readonly id: string;
  readonly list: string;
}

/** As many of them as show whether a list is whole, however many creates went before. */
const mostReceived = 64;

/** As many deletions as are remembered. */
const mostDeleted = 1_000;

/** What the calls of one client have under way and have received. */
export class CreateLedger {
  readonly #now: () => number;
  readonly #slack: number;
  /** The creates that are alive, in any order: a set would cost a call as much as all else here. */
  readonly #entries: CreateEntry[] = [];
  /** What keeps claims from being forgotten beside the creates that are alive. */
  readonly #keepers = new Set<() => number>();
  /** The oldest first. They are searched only by a look. */
  #claims: Claim[] = [];
  /** How many of the oldest claims are forgotten. */
  #forgotten = 0;
  /** When the youngest of all that is forgotten was created, in ms of the server's clock. */
  #forgottenUntil = Number.NEGATIVE_INFINITY;
  #received: Received[] = [];
  readonly #deleted = new Set<string>();

  /**
   * @param now - The time in ms.
   * @param slack - How long before a call began, in ms, a record must have been received to be
   * surely the older one by the server's clock.
   */
  constructor(now: () => number, slack: number) {
    this.#now = now;
    this.#slack = slack;
  }

  /** How many received records are remembered. */
  get size(): number {
    return this.#claims.length - this.#forgotten;
  }

  /** Takes note of a create that begins. */
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

  /** Takes note that an attempt begins. */
  beginAttempt(entry: CreateEntry): void {
    entry.isSending = true;
    entry.attempt += 1;
  }

  /** Takes note that an attempt has ended. */
  endAttempt(entry: CreateEntry): void {
    entry.isSending = false;
    for (const resolve of entry.waiting.splice(0)) resolve();
  }

  /** Takes note of a create that has ended, whatever came of it. */
  end(entry: CreateEntry): void {
    this.endAttempt(entry);
    const last = this.#entries.pop();
    if (last && last !== entry) {
      this.#entries[entry.place] = last;
      last.place = entry.place;
    }
    this.#forget();
  }

  /** The ends of the attempts that are under way and send the same: their own calls may yet get it. */
  listAttempts(content: string): Promise<void>[] {
    return this.#entries
      .filter((entry) => entry.isSending && entry.content === content)
      .map((entry) => new Promise<void>((resolve) => entry.waiting.push(resolve)));
  }

  /** The same without a promise: gives what says whether one of these attempts is under way still. */
  watchAttempts(content: string): () => boolean {
    const underWay = this.#entries
      .filter((entry) => entry.isSending && entry.content === content)
      .map((entry) => ({ entry, attempt: entry.attempt }));
    return () =>
      underWay.some(({ entry, attempt }) => entry.isSending && entry.attempt === attempt);
  }

  /** Takes a record for a call; `list` is the path of the list that it is in from now on. */
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
   * Whether a call can have received a record and it is forgotten. By a clock that can be trusted it
   * is surely older than whatever a call looks for.
   */
  mayBeForgotten({ createdAt }: Created): boolean {
    return Date.parse(createdAt) <= this.#forgottenUntil;
  }

  /** The ids of some records that a list must hold, those received last. */
  listReceived(list: string): Set<string> {
    const ids = this.#received.filter((received) => received.list === list).map(({ id }) => id);
    return new Set(ids.slice(-mostReceived));
  }

  /** Takes note that a record is deleted: no list has to hold it. */
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

  /** Keeps claims of a time on from being forgotten, as a create does; gives what ends it. */
  keep(since: () => number): () => void {
    this.#keepers.add(since);
    return () => this.#keepers.delete(since);
  }

  /** Forgets what is older than whatever a create that is alive, or begins now, can have made. */
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
