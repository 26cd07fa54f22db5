import { Backlog } from './backlog.ts';
import type { Delivery } from './delivery.ts';
import type { Entry } from './entry.ts';
import { look } from './look.ts';
import { type QuietTimer, startQuietTimer } from './quiet-timer.ts';

/** Lists at a time: they are long, and the server's work. */
const mostLooks = 2;
/** `flush` in a loop must not try a log in a loop. */
const hurryPause = 500;
/** How often a lane that stands alone shows that it is alive, and looks at what others know. */
const pulse = 1_000;

/** How a lane is made. */
export interface LaneOptions {
  readonly delivery: Delivery;
  /** Whether nothing but its own timers and requests may wake it, as in workerd. */
  readonly isIsolated: boolean;
  /** Is asked for more when a lane can send more. `true` if there is still more. */
  readonly refill: (lane: Lane) => boolean;
  /** Whether logs may be looked for, or more that belong to the same look are still to come. */
  readonly mayLook: () => boolean;
  /** Is called when nothing is left to do. */
  readonly onQuiet: (lane: Lane) => void;
}

/**
 * Decides what is sent and looked for, and when. A queue has one lane; in workerd it has one for each
 * burst of logs, since a request must wait for nothing that another one has begun.
 */
export class Lane {
  readonly backlog = new Backlog();
  readonly #options: LaneOptions;
  readonly #underWay = new Set<Entry>();
  readonly #looking = new Set<string>();
  /** One for each request: a signal with thousands of listeners takes its time for each. */
  readonly #aborters = new Set<AbortController>();
  #sending = 0;
  #timer: QuietTimer | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #isStopped = false;
  /** Whether the last request that asked whether the API is back was a list. */
  #hasProbedByLook = false;
  /** When it showed itself last, by `Date.now()`. */
  aliveAt = Date.now();

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Whether nothing is left to do. */
  get isQuiet(): boolean {
    return this.backlog.isEmpty && this.#underWay.size === 0;
  }

  /** What is being sent or looked for. */
  get underWay(): ReadonlySet<Entry> {
    return this.#underWay;
  }

  /** Takes a log; it is sent in a later turn, so that whoever logged it is not held up. */
  add(entry: Entry): void {
    this.backlog.add(entry);
    this.wake();
  }

  /** Looks in the next turn at what there is to do. */
  wake(): void {
    this.#schedule(performance.now());
  }

  /** Tries everything at once, since somebody waits for it. */
  hurry(): void {
    const now = performance.now();
    this.#options.delivery.parts.gate.nudge(now);
    this.backlog.hurry(now, hurryPause);
    this.wake();
  }

  /** Sends from the page's last moment what fits. */
  sendLast(mostBytes: number, toBytes: (entry: Entry) => number): void {
    for (const entry of this.backlog.takeFitting(mostBytes, toBytes)) {
      this.#track(entry, this.#options.delivery.sendLast(entry));
    }
  }

  /** Ends what is under way and begins nothing more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const aborter of this.#aborters) aborter.abort();
  }

  #schedule(at: number): void {
    if (this.#isStopped || at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    const run = () => {
      this.#timer = undefined;
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.#step();
    };
    this.#timer = startQuietTimer(run, Math.max(0, at - performance.now()));
  }

  #step(): void {
    if (this.#isStopped) return;
    const { delivery, refill, onQuiet } = this.#options;
    this.aliveAt = Date.now();
    const hasMore = refill(this);
    const now = performance.now();
    const passage = delivery.parts.gate.check(now);
    if (passage === 'open') this.#proceed(now);
    else if (passage === 'probe' && this.#underWay.size === 0) this.#probe(now);
    if (!this.isQuiet) this.#plan(now);
    else if (hasMore) this.#schedule(now + pulse);
    else onQuiet(this);
  }

  #proceed(now: number): void {
    this.backlog.release(now);
    let hasLook = true;
    while (hasLook && this.#looking.size < mostLooks) hasLook = this.#startLook(now);
    const { concurrency } = this.#options.delivery.parts.settings;
    while (this.#sending < concurrency) {
      const entry = this.backlog.take();
      if (!entry) return;
      this.#send(entry);
    }
  }

  /** One request that finds out how things are: a list, if there is something to settle, and a log. */
  #probe(now: number): void {
    if (!this.#hasProbedByLook && this.#startLook(now)) {
      this.#hasProbedByLook = true;
      return;
    }
    this.#hasProbedByLook = false;
    const entry = this.backlog.takeAny();
    if (entry) this.#send(entry);
    else this.#startLook(now);
  }

  #startLook(now: number): boolean {
    if (!this.backlog.hasDoubtful || !this.#options.mayLook()) return false;
    const due = this.backlog.takeDoubtful(now, this.#looking);
    if (!due) return false;
    const [promptId, entries] = due;
    this.#looking.add(promptId);
    const startedAt = now;
    const aborter = this.#createAborter();
    const looked = look(this.#options.delivery, promptId, entries, aborter.signal);
    for (const entry of entries) this.#underWay.add(entry);
    const end = () => {
      const endedAt = performance.now();
      for (const entry of entries) entry.triedAt = endedAt;
      this.#aborters.delete(aborter);
      this.#looking.delete(promptId);
      // A list that takes long is not asked for all the time.
      this.backlog.defer(promptId, endedAt + (endedAt - startedAt));
      for (const entry of entries) this.#return(entry, endedAt);
      this.#step();
    };
    looked.then(end, end);
    return true;
  }

  #send(entry: Entry): void {
    const aborter = this.#createAborter();
    const sent = this.#options.delivery.send(entry, aborter.signal);
    this.#track(entry, sent, () => this.#aborters.delete(aborter));
  }

  #createAborter(): AbortController {
    const aborter = new AbortController();
    this.#aborters.add(aborter);
    return aborter;
  }

  #track(entry: Entry, sent: Promise<void>, onEnd?: () => void): void {
    this.#sending += 1;
    this.#underWay.add(entry);
    const end = () => {
      onEnd?.();
      this.#sending -= 1;
      this.#return(entry, performance.now());
      this.#step();
    };
    sent.then(end, end);
  }

  #return(entry: Entry, now: number): void {
    // Nobody else may have taken it over meanwhile.
    if (this.#underWay.delete(entry) && !entry.isSettled) this.backlog.putBack(entry, now);
  }

  #plan(now: number): void {
    const { delivery, isIsolated } = this.#options;
    const { gate } = delivery.parts;
    let next = this.backlog.nextDue(this.#looking);
    if (gate.check(now) === 'closed') next = this.backlog.isEmpty ? next : gate.until;
    // Whatever is under way takes the next step when it ends.
    else if (gate.reason && this.#underWay.size > 0) next = Number.POSITIVE_INFINITY;
    if (isIsolated) next = Math.min(next, now + pulse);
    if (next < Number.POSITIVE_INFINITY) this.#schedule(Math.max(next, now + 1));
  }

  /** Gives up everything: the request that this lane was made in has ended. */
  *abandon(): Generator<Entry> {
    this.#isStopped = true;
    for (const entry of this.#underWay) {
      this.#options.delivery.lose(entry);
      if (!entry.isSettled) yield entry;
    }
    this.#underWay.clear();
    yield* this.backlog.drain();
  }
}
