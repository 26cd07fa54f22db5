import { callSafely } from '../core/call-safely.ts';
import type { ClientConnection } from '../core/connection.ts';
import { type PromptCrafterError, PromptCrafterResponseError } from '../core/errors.ts';
import type { CreateLogInput, Log } from '../core/schemas/log.ts';
import { Attempts } from './attempts.ts';
import type { Complaints } from './complaints.ts';
import { type DoubtWindow, resolveWindow } from './doubt-window.ts';
import { type Doubt, type Entry, toInput } from './entry.ts';
import type { Gate } from './gate.ts';
import { isAsSent } from './is-as-sent.ts';
import type { Journal, SendLeave } from './journal.ts';
import { judgeFailure, type Verdict } from './judge-failure.ts';
import type { QueueSettings } from './options.ts';
import { resolveEntryBackoff } from './resolve-entry-backoff.ts';
import { StoredIds } from './stored-ids.ts';
import type { Tally } from './tally.ts';

/** What a queue needs of a client. */
export interface QueueClient {
  /** Sends a log once, with `maxRetries: 0`. */
  createLog(
    input: CreateLogInput,
    options?: { maxRetries?: number; signal?: AbortSignal },
  ): Promise<Log>;
  /** What else it takes to settle a doubt and to wait for a token. */
  readonly connection: ClientConnection;
}

/** What the deliveries of a queue work with. */
export interface DeliveryParts {
  readonly client: QueueClient;
  readonly settings: QueueSettings;
  readonly tally: Tally;
  readonly gate: Gate;
  readonly complaints: Complaints;
  readonly journal: Journal;
  /**
   * In ms, how long a look waits for the end of attempts that send the same; in workerd those of a
   * request that has ended never end.
   */
  readonly longestAwait: number;
}

/** A server may still store what it has not answered, for about so long. */
export const settlingTime = 250;
/** How soon a log is tried again that could not be written down as sent. */
const journalBackoff = 5_000;
/** How long a record stays known after it was stored, beside what unsettled attempts need. */
const memory = 10_000;
const forgetInterval = 1_000;
/** The doubt of a log that has none. */
const neverSent: Doubt = { sentAt: Number.POSITIVE_INFINITY, isInherited: false };

/** Sends logs, one attempt each time, and keeps what is known of those that were sent. */
export class Delivery {
  readonly parts: DeliveryParts;
  readonly attempts = new Attempts();
  readonly storedIds = new StoredIds();
  /** Logs that may be stored. */
  readonly #doubtful = new Set<Entry>();
  /** When the first of them was sent, or before. */
  #oldestDoubt = Number.POSITIVE_INFINITY;
  #forgotAt = Number.NEGATIVE_INFINITY;
  /** Counts the tokens that the client was given; a 401 to an older one says nothing. */
  #tokens = 0;
  /** Why a list cannot settle anything on this server, if it cannot. */
  distrust: string | undefined;
  /** Whether this server was seen to store what it was sent as it was. */
  isFaithful = false;

  constructor(parts: DeliveryParts) {
    this.parts = parts;
  }

  /** Is told that the client was given another token. */
  onToken(): void {
    this.#tokens += 1;
    this.parts.gate.reopen(performance.now());
  }

  /** The moment from which on it matters what was stored, or one before it. */
  resolveSince(): number {
    return Math.min(this.attempts.oldest, this.#oldestDoubt);
  }

  /** Which records a doubtful log may be. */
  resolveWindow({ doubt = neverSent }: Entry): DoubtWindow {
    return resolveWindow(doubt, this.parts.client.connection.clock);
  }

  /** Sends a log once. Whatever comes of it is in the entry then. */
  async send(entry: Entry, signal: AbortSignal): Promise<void> {
    const { client, tally, journal } = this.parts;
    if (entry.isSettled) return;
    const sentAt = performance.now();
    if (!this.#heed(entry, journal.send(entry, this.#resolveEarliest(sentAt)))) return;
    tally.send(entry);
    await this.#await(entry, sentAt, () => client.createLog(entry.body, { maxRetries: 0, signal }));
  }

  /** Whether a log may be looked for; if not, it is taken care of. */
  mayLook(entry: Entry): boolean {
    return this.#heed(entry, this.parts.journal.mayLook(entry));
  }

  /** An earlier process may have stored a log. */
  inherit(entry: Entry): void {
    this.#addDoubt(entry);
  }

  #heed(entry: Entry, leave: SendLeave): boolean {
    const { tally, gate } = this.parts;
    if (leave === 'send') return true;
    if (leave === 'wait') {
      entry.triedAt = performance.now();
      entry.dueAt = entry.triedAt + journalBackoff;
      // A closed gate is asked with any log, due or not: with this one it would be asked for ever.
      gate.defer(entry.dueAt);
      return false;
    }
    this.#settleDoubt(entry);
    if (leave === 'parked') tally.release(entry);
    else tally.lose(entry);
    return false;
  }

  /** Sends a log in a request that outlives the page. */
  async sendLast(entry: Entry): Promise<void> {
    const { client, tally } = this.parts;
    tally.send(entry);
    await this.#await(entry, performance.now(), () =>
      client.connection.createLogKeepalive(entry.body),
    );
  }

  /** Nobody will hear any more of an attempt, or a look, that was under way. */
  lose(entry: Entry): void {
    const { attempt } = entry;
    if (!attempt) return;
    this.attempts.end(attempt);
    entry.attempt = undefined;
    entry.triedAt = performance.now();
    this.#doubt(entry, attempt.sentAt);
    this.parts.tally.wait(entry);
  }

  async #await(entry: Entry, sentAt: number, send: () => Promise<Log>): Promise<void> {
    const attempt = this.attempts.begin(entry.body, sentAt);
    const tokens = this.#tokens;
    entry.attempt = attempt;
    let judge: () => void;
    try {
      const log = await send();
      judge = () => this.#accept(entry, log);
    } catch (error) {
      judge = () => this.#judge(entry, error, sentAt, tokens);
    }
    this.attempts.end(attempt);
    // Where it was given up meanwhile, somebody else decides about it.
    if (entry.attempt !== attempt) return;
    entry.attempt = undefined;
    judge();
  }

  #accept(entry: Entry, log: Log): void {
    if (isAsSent(entry.body, log)) this.isFaithful = true;
    else this.distrust = 'the server changes what it is sent';
    if (this.parts.gate.succeed()) this.#tellRecovery();
    this.store(entry, log);
  }

  /** A log is stored, as this record. */
  store(entry: Entry, log: Log): void {
    if (entry.isSettled) return;
    const now = performance.now();
    this.#settleDoubt(entry);
    this.storedIds.add(log._id, entry.body.promptId, now);
    this.#forget(now);
    this.parts.journal.store(entry, log._id);
    entry.doubt = undefined;
    this.parts.tally.store(entry);
    callSafely(() => this.parts.settings.onStored?.({ input: toInput(entry.body), log }));
  }

  /** A log has failed. */
  fail(entry: Entry, error: PromptCrafterError): void {
    if (entry.isSettled) return;
    const { tally, journal, settings, complaints } = this.parts;
    this.#settleDoubt(entry);
    const failure = { input: toInput(entry.body), error, outcome: error.outcome };
    journal.fail(entry, failure);
    tally.fail(entry, failure);
    const { status, name } = error;
    const what =
      error.outcome === 'unknown'
        ? 'a log failed, and nobody can know whether it is stored'
        : `a log was refused: ${error.message}`;
    complaints.tell('error', 'failed', what, {
      error: name,
      ...(status !== undefined && { status }),
    });
    callSafely(() => settings.onFailed?.(failure));
  }

  /** A look has found that a log is not stored. */
  clear(entry: Entry, now: number): void {
    this.#settleDoubt(entry);
    this.parts.journal.rest(entry);
    entry.doubt = undefined;
    entry.dueAt = now;
  }

  /** Takes note of a failure that concerns all logs, and says whether one does. */
  judgeAll(verdict: Verdict, error: unknown, tokens = this.#tokens): void {
    const { gate } = this.parts;
    const now = performance.now();
    if (verdict.kind === 'hold' && tokens === this.#tokens) {
      if (gate.hold(now)) this.#tell('hold', 'the token is refused: logs wait for another', error);
    } else if (verdict.kind === 'outage' && gate.fail(now, verdict.retryAfter)) {
      this.#tell('outage', 'the API is away: logs wait until it is back', error);
    }
  }

  /** How many tokens the client has been given. */
  get tokens(): number {
    return this.#tokens;
  }

  #judge(entry: Entry, error: unknown, sentAt: number, tokens: number): void {
    const { tally, journal } = this.parts;
    const verdict = judgeFailure(error);
    if (verdict.kind === 'refused') {
      this.fail(entry, error as PromptCrafterError);
      return;
    }
    // An outage says nothing about a log, which need not wait any longer once it is over.
    if (this.parts.gate.reason === undefined) entry.failures += 1;
    if (error instanceof PromptCrafterResponseError) entry.emptyPromises += 1;
    const now = performance.now();
    entry.triedAt = now;
    entry.dueAt =
      verdict.kind === 'hold' ? now : now + resolveEntryBackoff(entry.failures, Math.random());
    if (verdict.isDoubtful) this.#doubt(entry, sentAt);
    else journal.rest(entry);
    tally.wait(entry);
    this.judgeAll(verdict, error, tokens);
  }

  /** The earliest time that a record can bear which was sent at a moment, if that is known. */
  #resolveEarliest(sentAt: number): number | undefined {
    const { clock } = this.parts.client.connection;
    return clock.isKnown ? clock.resolveEarliest(sentAt) : undefined;
  }

  #doubt(entry: Entry, sentAt: number): void {
    this.parts.journal.doubt(entry);
    const earliest = this.#resolveEarliest(sentAt);
    entry.doubt ??= { sentAt, earliest, isInherited: false };
    entry.dueAt = Math.max(entry.dueAt, performance.now() + settlingTime);
    this.#addDoubt(entry);
  }

  #addDoubt(entry: Entry): void {
    this.#doubtful.add(entry);
    this.#oldestDoubt = Math.min(this.#oldestDoubt, toKeptSince(entry));
  }

  #settleDoubt(entry: Entry): void {
    this.#doubtful.delete(entry);
    if (this.#doubtful.size === 0) this.#oldestDoubt = Number.POSITIVE_INFINITY;
  }

  /** Forgets what no look can need any more; with many doubts that takes a while. */
  #forget(now: number): void {
    if (now - this.#forgotAt < forgetInterval) return;
    this.#forgotAt = now;
    let oldest = Number.POSITIVE_INFINITY;
    for (const entry of this.#doubtful) oldest = Math.min(oldest, toKeptSince(entry));
    this.#oldestDoubt = oldest;
    this.storedIds.forget(Math.min(now, this.resolveSince()) - memory);
  }

  #tell(kind: 'hold' | 'outage', what: string, error: unknown): void {
    const { status, name } = error as { status?: unknown; name?: unknown };
    const details = {
      ...(typeof name === 'string' && { error: name }),
      ...(typeof status === 'number' && { status }),
    };
    this.parts.complaints.tell('warn', kind, what, details);
  }

  #tellRecovery(): void {
    this.parts.complaints.tell('info', 'recovered', 'logs are stored again');
  }
}

/** Since when it matters to a doubt what was stored. What an earlier process sent bears another time. */
const toKeptSince = ({ doubt }: Entry) =>
  doubt && !doubt.isInherited ? doubt.sentAt : Number.NEGATIVE_INFINITY;
