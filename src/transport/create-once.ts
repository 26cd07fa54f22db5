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

/** A record under way; it may be stored already. */
class Attempt {
  readonly ended: Promise<void>;
  end: () => void = () => undefined;
  constructor() {
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }
}

/** What the calls of one client have under way and have received. */
export class CreateLedger {
  readonly #now: () => number;
  readonly #slack: number;
  /** By what is sent: the attempts under way. */
  readonly #attempts = new Map<string, Set<Attempt>>();
  /** By id: when a call received the record, the oldest first. */
  readonly #claims = new Map<string, number>();
  /** The calls that are alive, the oldest first. */
  readonly #calls = new Set<{ readonly startedAt: number }>();

  /**
   * @param now - The time in ms.
   * @param slack - How long before a call began a record can have been received that its look
   * would still take for its own.
   */
  constructor(now: () => number, slack: number) {
    this.#now = now;
    this.#slack = slack;
  }

  /** How many received records are remembered. */
  get size(): number {
    return this.#claims.size;
  }

  /** Creates a record; `content` is what calls that cannot be told apart have in common. */
  async create<R extends Created, E>(content: string, steps: CreateSteps<R, E>): Promise<R> {
    const call = { startedAt: this.#now() };
    this.#calls.add(call);
    try {
      for (;;) {
        const sent = await this.#send(content, steps);
        if ('record' in sent) return sent.record;
        const { error, doubtful, again } = sent;
        const look = doubtful ? steps.look : undefined;
        if (!look && (doubtful || !again)) throw error;
        await steps.pause(error);
        const adopted = look && (await this.#adopt(content, await look(error), steps));
        if (adopted) return adopted;
        if (!again) throw error;
      }
    } finally {
      this.#calls.delete(call);
      this.#forget();
    }
  }

  async #send<R extends Created, E>(
    content: string,
    steps: CreateSteps<R, E>,
  ): Promise<Sent<R, E>> {
    const attempt = new Attempt();
    const attempts = this.#attempts.get(content) ?? new Set();
    this.#attempts.set(content, attempts.add(attempt));
    try {
      const sent = await steps.send();
      if ('record' in sent) this.#claim(sent.record);
      return sent;
    } finally {
      attempts.delete(attempt);
      if (attempts.size === 0) this.#attempts.delete(content);
      attempt.end();
    }
  }

  async #adopt<R extends Created, E>(
    content: string,
    { records, earliest }: Look<R>,
    steps: CreateSteps<R, E>,
  ): Promise<R | undefined> {
    // What was under way while the list was made may be in it, and its own call may yet get it.
    // What begins from here on is not in it.
    for (const attempt of [...(this.#attempts.get(content) ?? [])]) {
      await steps.wait(attempt.ended);
    }
    // The oldest first: the younger ones may be all that a younger call can adopt.
    const [record] = records
      .filter(({ _id, createdAt }) => !this.#claims.has(_id) && Date.parse(createdAt) >= earliest)
      .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
    if (record) this.#claim(record);
    return record;
  }

  #claim({ _id }: Created): void {
    this.#claims.set(_id, this.#now());
  }

  /** Forgets what no call that is alive, or begins now, can take for its own. */
  #forget(): void {
    const [oldest] = this.#calls;
    const since = (oldest?.startedAt ?? this.#now()) - this.#slack;
    for (const [id, claimedAt] of this.#claims) {
      if (claimedAt >= since) return;
      this.#claims.delete(id);
    }
  }
}
