import type { ClientConnection } from '../core/connection.ts';
import { isNoLogs } from '../core/is-no-logs.ts';
import { isNearRecord, isSameRecord } from '../core/is-same-record.ts';
import { toNotes } from '../core/meta.ts';
import type { Log, LogBody } from '../core/schemas/log.ts';
import type { Doubt, StoredLog } from './import-journal.ts';
import { contentFields } from './read-records.ts';
import type { TakenLogs } from './taken-logs.ts';

/** A record that may be stored. */
export interface DoubtfulRecord {
  readonly body: LogBody;
  /** When it was sent first, by `performance.now()`. */
  readonly since: number;
  /** Set if a process sent it that has died since. */
  readonly inherited?: Pick<Doubt, 'earliest'> | undefined;
}

/** What a list says of a doubtful record: its log; `absent`; or that nobody can know. */
export type LookResult =
  | { readonly kind: 'stored'; readonly log: StoredLog }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unsure'; readonly reason: string };

/** What a list held, of what was created late enough. */
interface ListReading {
  readonly records: readonly Log[];
  /** Whether it holds what is stored. */
  readonly isWhole: boolean;
  /** Ids of those that belong to other records. */
  readonly taken: ReadonlySet<string>;
}

interface Waiting {
  readonly record: DoubtfulRecord;
  resolve(result: LookResult): void;
  reject(error: unknown): void;
}

/** What looks know beside the list. */
export interface LookSettings {
  readonly connection: ClientConnection;
  /** What the journal says is stored. */
  readonly taken: TakenLogs;
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
    const reading = await this.#read(promptId, asked);
    // Those that were sent first have the most to choose from, and take the oldest.
    const ordered = [...asked].sort(
      (a, b) => this.#resolveEarliest(a.record) - this.#resolveEarliest(b.record),
    );
    for (const { record, resolve } of ordered) {
      await this.#waitForEqual(record.body);
      resolve(this.#settle(record, reading));
    }
  }

  async #read(promptId: string, asked: readonly Waiting[]): Promise<ListReading> {
    const { connection, signal, taken } = this.#settings;
    const missing = new Set(this.#received.get(promptId));
    const records: Log[] = [];
    const isAnyInherited = asked.some(({ record }) => record.inherited);
    const isAnyBlind = asked.some(({ record }) => isBlind(record));
    let earliest: number | undefined;
    let others = 0;
    try {
      for await (const given of connection.listLogs(promptId, { signal })) {
        const log = Object(given) as Log;
        missing.delete(log._id);
        // Only now an answer has told the server's time.
        earliest ??= Math.min(...asked.map(({ record }) => this.#resolveEarliest(record)));
        const isTooOld = Date.parse(log.createdAt) < earliest;
        if (isTooOld && !isAnyBlind) continue;
        const isSame = asked.some(({ record }) => isSameRecord(record.body, log, contentFields));
        if (!isSame && (isTooOld || others >= mostOthers)) continue;
        if (!isSame) others += 1;
        records.push(log);
      }
    } catch (error) {
      if (!isNoLogs(error)) throw error;
    }
    const isWhole = !Array.from(missing).some((id) => !connection.claims.wasDeleted(id));
    const doubtful = records.filter((log) => isAnyInherited || taken.mayHold(log));
    return { records, isWhole, taken: await taken.find(doubtful.map(({ _id }) => _id)) };
  }

  /** The earliest time that the log of a record can bear, by the server's clock. */
  #resolveEarliest({ since, inherited }: DoubtfulRecord): number {
    if (inherited?.earliest !== undefined) return inherited.earliest;
    const { clock } = this.#settings.connection;
    return clock.isKnown ? clock.resolveEarliest(since) : -Infinity;
  }

  /** Whether a log can be that of a record. */
  #judge(record: DoubtfulRecord, log: Log): 'new' | 'old' | 'unsure' {
    const age = this.#judgeTime(record, log);
    return age === 'new' && this.#settings.taken.mayHaveForgotten(log) ? 'unsure' : age;
  }

  #judgeTime(record: DoubtfulRecord, { createdAt }: Log): 'new' | 'old' | 'unsure' {
    const { clock } = this.#settings.connection;
    const { since, inherited } = record;
    const time = Date.parse(createdAt);
    if (inherited?.earliest !== undefined) {
      if (time < inherited.earliest) return 'old';
      // Where only our own clock is known, it may be the one that was set.
      return clock.isKnown || Number.isNaN(time) ? clock.judge(createdAt, -Infinity) : 'new';
    }
    const age = clock.judge(createdAt, since);
    // What only our own clock says of another process's time may be wrong: it may have been set since.
    return age === 'old' && isBlind(record) ? 'unsure' : age;
  }

  #settle(record: DoubtfulRecord, { records, isWhole, taken }: ListReading): LookResult {
    const { claims } = this.#settings.connection;
    const candidates = records
      .filter((log) => !taken.has(log._id) && this.#judge(record, log) !== 'old')
      .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
    const same = candidates.filter((log) => isSameRecord(record.body, log, contentFields));
    for (const log of same) {
      if (this.#judge(record, log) === 'new' && claims.take(log)) {
        return { kind: 'stored', log: { id: log._id, time: Date.parse(log.createdAt) } };
      }
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
    if (this.isUnfaithful) return 'the server changes what it is sent';
    if (!isWhole) return 'the list of its prompt lacks what is stored';
    if (same.some((log) => this.#judge(record, log) === 'unsure')) {
      return 'the list of its prompt holds the same, and nobody can tell when that was sent';
    }
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

/** Whether no more than a local clock, which may have been set since, says when a record was sent. */
const isBlind = ({ inherited }: DoubtfulRecord) =>
  inherited !== undefined && inherited.earliest === undefined;
