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

/** What came of sending a record. */
export type Sent<R, E> =
  | { readonly record: R }
  | {
      readonly error: E;
      /** Whether an attempt of this call may have been stored although it failed. */
      readonly doubtful: boolean;
      /** Whether it may be sent again, once it is known not to be stored. */
      readonly again: boolean;
    };

/** What a look at the server found. */
export interface Look<R> {
  /** The records that are field for field what was sent. */
  readonly records: readonly R[];
  /** The earliest time that a record of this call can bear, in ms of the server's clock. */
  readonly earliest: number;
}

/** How a call does what the ledger decides. */
export interface CreateSteps<R, E> {
  /** Sends the record. */
  send(): Promise<Sent<R, E>>;
  /** Waits before the call goes on, or rejects with the error where it cannot. */
  pause(error: E): Promise<void>;
  /** Asks the server; absent where a call must not. It rejects where nothing can be found out. */
  look?(error: E): Promise<Look<R>>;
  /** Waits for another call, as long as this one has time. */
  wait(other: Promise<void>): Promise<void>;
}

/** A call under way. */
class Call {
  readonly content: string;
  readonly startedAt: number;
  /** Where it is among the calls that are alive. */
  place = -1;
  /** Whether an attempt is under way; it may be stored already. */
  isSending = false;
  #waiting: (() => void)[] | undefined;

  constructor(content: string, startedAt: number) {
    this.content = content;
    this.startedAt = startedAt;
  }

  /** Is fulfilled when the attempt under way has ended. */
  awaitAttempt(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = [...(this.#waiting ?? []), resolve];
    });
  }

  endAttempt(): void {
    this.isSending = false;
    for (const resolve of this.#waiting ?? []) resolve();
    this.#waiting = undefined;
  }
}

/** A record that a call has received. */
interface Claim {
  readonly id: string;
  readonly createdAt: string;
  readonly claimedAt: number;
}

/** What the calls of one client have under way and have received. */
export class CreateLedger {
  readonly #now: () => number;
  readonly #slack: number;
  /** The calls that are alive, in any order: a set would cost a call as much as all else here. */
  readonly #calls: Call[] = [];
  /** The oldest first. They are searched only by a look. */
  #claims: Claim[] = [];
  /** How many of the oldest claims are forgotten. */
  #forgotten = 0;
  /** When the youngest of all that is forgotten was created, in ms of the server's clock. */
  #forgottenUntil = Number.NEGATIVE_INFINITY;

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

  /** Creates a record; `content` is what calls that cannot be told apart have in common. */
  async create<R extends Created, E>(content: string, steps: CreateSteps<R, E>): Promise<R> {
    const call = this.#begin(content);
    try {
      for (;;) {
        call.isSending = true;
        const sent = await steps.send();
        if ('record' in sent) {
          this.#claim(sent.record);
          return sent.record;
        }
        call.endAttempt();
        const { error, doubtful, again } = sent;
        const look = doubtful ? steps.look : undefined;
        if (!look && (doubtful || !again)) throw error;
        await steps.pause(error);
        const adopted = look && (await this.#adopt(content, await look(error), steps));
        if (adopted) return adopted;
        if (!again) throw error;
      }
    } finally {
      this.#end(call);
    }
  }

  #begin(content: string): Call {
    const call = new Call(content, this.#now());
    call.place = this.#calls.push(call) - 1;
    return call;
  }

  #end(call: Call): void {
    call.endAttempt();
    const last = this.#calls.pop();
    if (last && last !== call) {
      this.#calls[call.place] = last;
      last.place = call.place;
    }
    this.#forget();
  }

  async #adopt<R extends Created, E>(
    content: string,
    { records, earliest }: Look<R>,
    steps: CreateSteps<R, E>,
  ): Promise<R | undefined> {
    // What was under way while the list was made may be in it, and its own call may yet get it.
    // What begins from here on is not in it.
    const underWay = this.#calls
      .filter((call) => call.isSending && call.content === content)
      .map((call) => call.awaitAttempt());
    for (const ended of underWay) await steps.wait(ended);
    const claimed = new Set(this.#claims.map(({ id }) => id));
    // The oldest first: the younger ones may be all that a younger call can adopt.
    const [record] = records
      .filter(({ _id }) => !claimed.has(_id))
      .filter(({ createdAt }) => Date.parse(createdAt) >= earliest)
      .filter(({ createdAt }) => Date.parse(createdAt) > this.#forgottenUntil)
      .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
    if (record) this.#claim(record);
    return record;
  }

  #claim({ _id: id, createdAt }: Created): void {
    this.#claims.push({ id, createdAt, claimedAt: this.#now() });
  }

  /** Forgets what is older than whatever a call that is alive, or begins now, can have created. */
  #forget(): void {
    const isBefore = (time: number) => (this.#claims[this.#forgotten]?.claimedAt ?? time) < time;
    let since = this.#now() - this.#slack;
    if (!isBefore(since)) return;
    for (const { startedAt } of this.#calls) since = Math.min(since, startedAt - this.#slack);
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
