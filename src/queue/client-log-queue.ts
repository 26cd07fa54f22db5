import { callSafely, readSafely } from '../core/call-safely.ts';
import { PromptCrafterValidationError } from '../core/errors.ts';
import type { CreateLogInput } from '../core/schemas/log.ts';
import { Complaints } from './complaints.ts';
import { countTextBytes } from './count-bytes.ts';
import { createSpoolOwner } from './create-spool-owner.ts';
import { Delivery, type QueueClient } from './delivery.ts';
import type { Entry } from './entry.ts';
import type { Flush, FlushReport } from './flush.ts';
import { Gate } from './gate.ts';
import { Intake } from './intake.ts';
import { noJournal } from './journal.ts';
import { Lanes } from './lanes.ts';
import type { FlushOptions, LogOptions, LogQueue } from './log-queue.ts';
import { type LogQueueOptions, resolveQueueOptions, type WaitUntil } from './options.ts';
import { type Drainable, unwatchEnd, watchEnd } from './process-life.ts';
import type { SpoolStore } from './spool.ts';
import { type QueueStats, Tally } from './tally.ts';
import { waitForFlush } from './wait-for-flush.ts';

const flushTimeout = 30_000;
const closeTimeout = 5_000;
/** How long a process that ends is held. */
const drainTimeout = 5_000;
/** Workers give a request 30 s after its answer. */
const waitUntilTimeout = 25_000;
/** A little more than the client gives an attempt, where nobody says otherwise. */
const longestAttempt = 12_000;
/** Browsers let all requests that outlive a page hold 64 KiB together. */
const keepaliveBytes = 60_000;

/** A queue that logs through a client. */
export class ClientLogQueue implements LogQueue {
  readonly #waitUntil: WaitUntil | undefined;
  readonly #isIsolated: boolean;
  readonly #tally: Tally;
  readonly #complaints: Complaints;
  readonly #lanes: Lanes;
  readonly #intake: Intake;
  readonly #store: SpoolStore | undefined;
  /** What `waitUntil` is given for what is logged in this turn. */
  #burst: Promise<void> | undefined;
  #closing: Promise<FlushReport> | undefined;
  /** Ends what the queue hears of the client; absent once it is closed. */
  #forgetClient: (() => void) | undefined;
  #isDraining = false;
  readonly #life: Drainable = {
    drain: () => this.#drain(),
    sendLast: () => {
      const toBytes = ({ body }: Entry) => countTextBytes(JSON.stringify(body));
      this.#lanes.sendLast(keepaliveBytes, toBytes);
    },
  };

  /** @throws {@link PromptCrafterValidationError} when an option cannot be used. */
  constructor(client: QueueClient, options: LogQueueOptions = {}, isIsolated = isWorkerd()) {
    requireConnection(client);
    const { connection } = client;
    const settings = resolveQueueOptions(options);
    const tally = new Tally(settings);
    const complaints = new Complaints(settings.logger, connection, () => tally.unsettled);
    const wake = () => {
      if (tally.unsettled === 0 || !this.#forgetClient) return;
      this.#watch();
      this.#lanes.wake();
    };
    const rescue = () => this.#intake.rescue(this.#lanes);
    const onAccount = () => {
      store?.nameAccount();
      if (tally.unsettled > 0) this.#lanes.hurry();
    };
    const owner = createSpoolOwner({
      connection,
      settings,
      tally,
      complaints,
      wake,
      rescue,
      onAccount,
    });
    const store = settings.spool?.attach(owner);
    const journal = store ?? noJournal;
    const delivery = new Delivery({
      client,
      settings,
      tally,
      gate: new Gate(),
      complaints,
      journal,
      longestAwait: isIsolated ? longestAttempt : Number.POSITIVE_INFINITY,
    });
    this.#waitUntil = settings.waitUntil;
    this.#isIsolated = isIsolated;
    this.#tally = tally;
    this.#complaints = complaints;
    this.#store = store;
    this.#lanes = new Lanes({
      delivery,
      isIsolated,
      refill: (lane) => this.#intake.refill(lane),
      mayLook: () => this.#intake.mayLook(),
      onQuiet: () => this.#rest(),
    });
    const takeOldest = () => this.#lanes.takeOldest();
    this.#intake = new Intake({ settings, tally, complaints, delivery, store, takeOldest });
    const forgetToken = connection.onToken(() => {
      owner.forgetAccount();
      delivery.onToken();
      wake();
    });
    const forgetClaims = connection.claims.keep(() => delivery.resolveSince());
    this.#forgetClient = () => {
      forgetToken();
      forgetClaims();
    };
    store?.start();
  }

  log(input: CreateLogInput, options?: LogOptions): boolean {
    if (this.#closing) {
      this.#intake.turnAway(input, 'the queue is closed');
      return false;
    }
    const taken = this.#take(input);
    if (taken === undefined) return false;
    if (taken === 'kept') this.#lanes.present.wake();
    else this.#lanes.present.add(taken);
    this.#watch();
    const waitUntil = readSafely(() => options?.waitUntil) ?? this.#waitUntil;
    if (waitUntil) this.#keepAlive(waitUntil);
    return true;
  }

  async flush(options?: FlushOptions): Promise<FlushReport> {
    const flush = this.#tally.startFlush();
    if (this.#forgetClient) await this.#finish(flush, toTimeout(options, flushTimeout));
    this.#store?.settle();
    return flush.end();
  }

  close(options?: FlushOptions): Promise<FlushReport> {
    this.#closing ??= this.#close(toTimeout(options, closeTimeout));
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  get stats(): QueueStats {
    const now = Date.now();
    const since = Math.min(now, this.#lanes.oldest, this.#store?.unreadSince ?? now);
    return {
      ...this.#tally.counts,
      bytes: this.#tally.held.bytes + (this.#store?.unreadBytes ?? 0),
      oldest: now - since,
    };
  }

  /** Takes a log; whatever goes wrong, whoever logs goes on. */
  #take(input: CreateLogInput): Entry | 'kept' | undefined {
    try {
      return this.#intake.take(input);
    } catch {
      this.#intake.turnAway(input, 'something went wrong');
      return undefined;
    }
  }

  /** Lets the end of the process wait for what is to be sent. */
  #watch(): void {
    if (!this.#closing) watchEnd(this.#life);
  }

  /** Nothing is left to do for now. */
  #rest(): void {
    if (this.#tally.unsettled === 0) unwatchEnd(this.#life);
  }

  /** Has everything sent at once that a flush is about, and holds the process until it is. */
  async #finish(flush: Flush, timeout: number): Promise<void> {
    if (flush.isDone) return;
    this.#lanes.hurry();
    await waitForFlush(flush, { timeout, isHolding: true, isIsolated: this.#isIsolated });
  }

  async #close(timeout: number): Promise<FlushReport> {
    const flush = this.#tally.startFlush();
    await this.#finish(flush, timeout);
    const report = flush.end();
    this.#stop('the queue is closed: logs are left');
    this.#forgetClient?.();
    this.#forgetClient = undefined;
    this.#store?.close();
    this.#tally.letWaitersGo();
    return report;
  }

  /** Sends what waits at the end of the process. */
  async #drain(): Promise<void> {
    const hasWork = !this.#lanes.areQuiet || this.#store?.hasUnread === true;
    if (this.#isDraining || this.#closing || !hasWork) return;
    this.#isDraining = true;
    const flush = this.#tally.startFlush();
    await this.#finish(flush, drainTimeout);
    flush.cancel();
    this.#stop('the process ends: logs are left');
    this.#isDraining = false;
  }

  /** Ends what is under way, and begins nothing more until somebody logs or flushes. */
  #stop(what: string): void {
    unwatchEnd(this.#life);
    this.#lanes.stop();
    if (this.#tally.unsettled > 0) this.#complaints.tell('warn', 'left', what);
  }

  #keepAlive(waitUntil: WaitUntil): void {
    this.#burst ??= this.#startBurst();
    const burst = this.#burst;
    if (callSafely(() => waitUntil(burst))) return;
    this.#complaints.tell('warn', 'waitUntil', 'waitUntil threw an error: the function may end');
  }

  /** Resolves when what is logged in this turn is settled. */
  async #startBurst(): Promise<void> {
    await undefined;
    this.#burst = undefined;
    const flush = this.#tally.startFlush();
    const isIsolated = this.#isIsolated;
    await waitForFlush(flush, { timeout: waitUntilTimeout, isHolding: false, isIsolated });
    flush.cancel();
  }
}

/** A time that a timer can count, whatever was given. */
function toTimeout(options: FlushOptions | undefined, byDefault: number): number {
  const timeout: unknown = readSafely(() => options?.timeout);
  return typeof timeout === 'number' && timeout >= 0 ? timeout : byDefault;
}

const isWorkerd = () =>
  (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent ===
  'Cloudflare-Workers';

function requireConnection(client: QueueClient | undefined): void {
  if (typeof client?.createLog === 'function' && typeof client.connection === 'object') return;
  throw new PromptCrafterValidationError(
    'Failed to create a log queue: client must be a PromptCrafterClient. Pass the one that you log with.',
    { issues: [{ path: 'client', message: 'must be a PromptCrafterClient' }] },
  );
}
