import type { ClientConnection } from '../core/connection.ts';
import { isNoLogs } from '../core/is-no-logs.ts';
import { isNearRecord, isSameRecord } from '../core/is-same-record.ts';
import { toNotes } from '../core/meta.ts';
import type { Log, LogBody } from '../core/schemas/log.ts';
import { contentFields } from './read-records.ts';

/** A record that may be stored. */
export interface DoubtfulRecord {
  readonly body: LogBody;
  readonly key: string;
  /** When it was sent first, by `performance.now()`. */
  readonly since: number;
}

/** What a list says of a doubtful record: its id; `absent`; or that nobody can know. */
export type LookResult =
  | { readonly kind: 'stored'; readonly id: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unsure'; readonly reason: string };

interface Waiting {
  readonly record: DoubtfulRecord;
  resolve(result: LookResult): void;
  reject(error: unknown): void;
}

/** What looks know beside the list. */
export interface LookSettings {
  readonly connection: ClientConnection;
  /** Ids of earlier processes, by key. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether earlier processes saw the server store what it was sent. */
  readonly isFaithful: boolean | undefined;
  readonly signal: AbortSignal;
}

/** How often it is asked whether an equal attempt has ended, in ms. */
const pollInterval = 25;
/** In ms, how long an equal attempt is waited for. */
const longestWait = 30_000;
/** How many of the logs stored last must be in a list. */
const mostReceived = 64;
/** How many logs that may be changed copies are looked at closely. */
const mostOthers = 100;

/** Finds out which records of a prompt are stored, by one list for all that ask meanwhile. */
export class StoredLooks {
  readonly #settings: LookSettings;
  /** Those that wait for the next list of a prompt. */
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #running = new Set<string>();
  /** The ids stored last, by prompt: a list without them is not whole. */
  readonly #received = new Map<string, string[]>();

  /** Whether the server stores what it is sent, as far as that is known. */
  #isFaithful: boolean | undefined;

  constructor(settings: LookSettings) {
    this.#settings = settings;
    this.#isFaithful = settings.isFaithful;
  }

  /** Whether the server stores something else than what it is sent. */
  get isUnfaithful(): boolean {
    return this.#isFaithful === false;
  }

  /** Notes a log that was stored. */
  noteStored(body: LogBody, { meta, ...log }: Log): void {
    const stored = { ...log, notes: meta ? toNotes(log.notes, meta) : log.notes };
    this.#isFaithful = this.#isFaithful !== false && isSameRecord(body, stored, contentFields);
    const { _id, promptId } = log;
    const ids = this.#received.get(promptId) ?? [];
    this.#received.delete(promptId);
    this.#received.set(promptId, [...ids.slice(1 - mostReceived), _id]);
    const [oldest] = this.#received.keys();
    if (this.#received.size > mostReceived && oldest !== undefined) this.#received.delete(oldest);
  }

  /**
   * Looks for a record.
   *
   * @throws what the list was refused with.
   */
  look(record: DoubtfulRecord): Promise<LookResult> {
    const { promptId } = record.body;
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(promptId) ?? [];
      this.#waiting.set(promptId, waiting);
      waiting.push({ record, resolve, reject });
      void this.#run(promptId);
    });
  }

  async #run(promptId: string): Promise<void> {
    if (this.#running.has(promptId)) return;
    this.#running.add(promptId);
    for (;;) {
      const asked = this.#waiting.get(promptId);
      this.#waiting.delete(promptId);
      if (!asked) break;
      try {
        await this.#answer(promptId, asked);
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.#running.delete(promptId);
  }

  async #answer(promptId: string, asked: readonly Waiting[]): Promise<void> {
    const { connection, signal } = this.#settings;
    const { clock, claims } = connection;
    const missing = new Set(this.#received.get(promptId));
    const records: Log[] = [];
    const bodies = asked.map(({ record }) => record.body);
    let earliest: number | undefined;
    let others = 0;
    try {
      for await (const given of connection.listLogs(promptId, { signal })) {
        const log = Object(given) as Log;
        missing.delete(log._id);
        earliest ??= clock.isKnown
          ? Math.min(...asked.map(({ record }) => clock.resolveEarliest(record.since)))
          : -Infinity;
        if (Date.parse(log.createdAt) < earliest) continue;
        const isSame = bodies.some((body) => isSameRecord(body, log, contentFields));
        if (!isSame && others >= mostOthers) continue;
        if (!isSame) others += 1;
        records.push(log);
      }
    } catch (error) {
      if (!isNoLogs(error)) throw error;
    }
    const isWhole = !Array.from(missing).some((id) => !claims.wasDeleted(id));
    // Those that were sent first have the most to choose from, and take the oldest.
    const ordered = [...asked].sort((a, b) => a.record.since - b.record.since);
    for (const { record, resolve } of ordered) {
      await this.#waitForEqual(record.body);
      resolve(this.#settle(record, records, isWhole));
    }
  }

  #settle(record: DoubtfulRecord, records: readonly Log[], isWhole: boolean): LookResult {
    const { clock, claims } = this.#settings.connection;
    const known = this.#settings.known.get(record.key);
    const candidates = records
      .filter((log) => !known?.has(log._id) && clock.judge(log.createdAt, record.since) !== 'old')
      .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
    const same = candidates.filter((log) => isSameRecord(record.body, log, contentFields));
    for (const log of same) {
      const isNew = clock.judge(log.createdAt, record.since) === 'new';
      if (isNew && claims.take(log)) return { kind: 'stored', id: log._id };
    }
    const reason = this.#findDistrust(record, candidates, same, isWhole);
    return reason === undefined ? { kind: 'absent' } : { kind: 'unsure', reason };
  }

  #findDistrust(
    record: DoubtfulRecord,
    candidates: readonly Log[],
    same: readonly Log[],
    isWhole: boolean,
  ): string | undefined {
    const { clock } = this.#settings.connection;
    if (this.isUnfaithful) return 'the server changes what it is sent';
    if (!isWhole) return 'the list of its prompt lacks what is stored';
    const isUnsure = ({ createdAt }: Log) => clock.judge(createdAt, record.since) === 'unsure';
    if (clock.isKnown && same.some(isUnsure)) return "the server's clock is unsure";
    if (this.#isFaithful) return undefined;
    const isNear = (log: Log) =>
      !same.includes(log) && isNearRecord(record.body, log, contentFields);
    return candidates.some(isNear)
      ? 'the list of its prompt holds what nearly is the same'
      : undefined;
  }

  /** An attempt of this client that sends the same may have stored what the list shows. */
  async #waitForEqual(body: LogBody): Promise<void> {
    const { connection, signal } = this.#settings;
    const isUnderWay = connection.claims.watchSame(body);
    const until = performance.now() + longestWait;
    while (isUnderWay() && performance.now() < until && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, pollInterval));
    }
  }
}
