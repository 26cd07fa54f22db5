import { getAbortReason } from '../core/abort-reason.ts';
import { PromptCrafterError } from '../core/errors.ts';
import type { LogBody } from '../core/schemas/log.ts';
import type { Doubt, JournalOwner, JournalState, StoredLog } from './import-journal.ts';
import type { ImportOptions, ImportResult } from './import-options.ts';
import { JournalWriter } from './journal-writer.ts';
import { judgeFailure, toReason, type Verdict } from './judge-failure.ts';
import { pause, toPause } from './pause.ts';
import type { ImportChunks } from './read-lines.ts';
import { type ImportRecord, readRecords } from './read-records.ts';
import type { Settlement } from './settlement.ts';
import { StoredLooks } from './stored-looks.ts';
import { TakenLogs } from './taken-logs.ts';
import type { ImportClient, LogFormat } from './transfer-client.ts';

/** No record is taken that is so far ahead of the oldest one under way. */
const widestWindow = 10_000;
/** In ms, how long a server may take to store what a process sent that has died since. */
const settlingTime = { own: 250, inherited: 1_000 };
/** How often a list may settle nothing. */
const mostUnsure = 3;

/** A record that can be sent. */
interface Sendable {
  readonly record: ImportRecord;
  readonly body: LogBody;
}

/** One import from its first record to its last. */
export class ImportRun {
  readonly #client: ImportClient;
  readonly #state: JournalState | undefined;
  readonly #journal: JournalWriter;
  readonly #options: ImportOptions;
  readonly #looks: StoredLooks;
  readonly #controller = new AbortController();
  /** When records under way were sent first, by `performance.now()`. */
  readonly #sentAt = new Map<number, number>();
  /** The records under way. */
  readonly #underWay = new Set<number>();
  /** Records that are not stored, in the end. */
  readonly #open: number[] = [];
  #stored = 0;
  #rejected = 0;
  #earlier = 0;
  #bytes = 0;
  #waiting = 0;
  readonly #startedAt = performance.now();
  #throughAt = this.#startedAt;
  /** Whether the first record is settled. */
  #isBegun = false;

  constructor(
    client: ImportClient,
    state: JournalState | undefined,
    owner: JournalOwner,
    options: ImportOptions,
  ) {
    this.#client = client;
    this.#state = state;
    this.#journal = new JournalWriter(options.journal, owner, state);
    this.#options = options;
    this.#looks = new StoredLooks({
      connection: client.connection,
      taken: new TakenLogs(options.journal, state),
      isFaithful: state?.isFaithful,
      signal: this.#controller.signal,
    });
  }

  /** Stores what is not stored yet. */
  async run(chunks: ImportChunks, format: LogFormat, concurrency: number): Promise<ImportResult> {
    const { signal } = this.#options;
    const endKeeping = this.#client.connection.claims.keep(() =>
      Math.min(...this.#sentAt.values()),
    );
    const onAbort = () => this.#controller.abort(getAbortReason(signal));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort);
    try {
      const records = readRecords(chunks, format, (count) => {
        this.#bytes += count;
      });
      const count = await this.#work(records, concurrency);
      await this.#journal.finish(count, this.#open);
    } finally {
      endKeeping();
      signal?.removeEventListener('abort', onAbort);
    }
    const { stored, earlier, rejected } = this.#progress;
    return { ok: rejected === 0, stored, earlier, rejected };
  }

  get #outageTimeout(): number {
    return this.#options.outageTimeout ?? 60_000;
  }

  get #progress() {
    return {
      stored: this.#stored,
      rejected: this.#rejected,
      earlier: this.#earlier,
      bytes: this.#bytes,
      isWaiting: this.#waiting > 0,
    };
  }

  /** Processes records, several at a time, and gives how many there were. */
  async #work(
    records: AsyncGenerator<ImportRecord, void, undefined>,
    concurrency: number,
  ): Promise<number> {
    const { signal } = this.#controller;
    const running = new Set<Promise<void>>();
    let count = 0;
    try {
      for await (const record of records) {
        count += 1;
        signal.throwIfAborted();
        if (this.#state?.isStored(record.index)) {
          this.#earlier += 1;
          continue;
        }
        this.#underWay.add(record.index);
        const done = this.#process(record).catch((error) => this.#controller.abort(error));
        running.add(done);
        void done.then(() => running.delete(done));
        while (
          running.size >= (this.#mustGoAlone ? 1 : concurrency) ||
          this.#isTooFar(record.index)
        )
          await Promise.race(running);
      }
      await Promise.all(running);
      signal.throwIfAborted();
      return count;
    } catch (error) {
      this.#controller.abort(error);
      throw this.#controller.signal.reason;
    } finally {
      await Promise.allSettled(running);
    }
  }

  /** With a journal the first one does: its answer tells the server's time, which is noted of the others. */
  get #mustGoAlone(): boolean {
    return !(this.#isBegun || this.#state === undefined || this.#client.connection.clock.isKnown);
  }

  #isTooFar(index: number): boolean {
    const [oldest = index] = this.#underWay;
    return index - oldest >= widestWindow;
  }

  async #process(record: ImportRecord): Promise<void> {
    const { index, content } = record;
    if ('reason' in content) await this.#reject(record, content.reason);
    else await this.#store({ record, body: content.body });
    this.#underWay.delete(index);
    this.#sentAt.delete(index);
    this.#isBegun = true;
    this.#options.onProgress?.(this.#progress);
  }

  /** Sends a record until it is stored or refused. What the journal throws ends the import. */
  async #store({ record, body }: Sendable): Promise<void> {
    const { index, key } = record;
    const doubt = this.#state?.doubts.get(index);
    // A line that was corrected is another one: what was sent before may be stored as well.
    let inherited = doubt?.key === key ? doubt : undefined;
    let isDoubtful = inherited !== undefined;
    if (doubt && !inherited) await this.#journal.noteAbsent(index);
    if (inherited) {
      this.#sentAt.set(index, this.#startedAt);
      // It was sent before this process began. How long before, no local clock can say: it may be set.
      await this.#pause(this.#startedAt + settlingTime.inherited - performance.now());
    }
    for (let failures = 0, unsure = 0; ; ) {
      const result = isDoubtful
        ? await this.#look(record, body, inherited)
        : await this.#send(record, body);
      if (result.kind === 'stored') return this.#noteStored(record, result.log);
      if (result.kind === 'refused') return this.#reject(record, result.reason);
      if (result.kind === 'absent') {
        isDoubtful = false;
        inherited = undefined;
        await this.#journal.noteAbsent(index);
      } else if (result.kind === 'unsure') {
        unsure += 1;
        if (unsure >= mostUnsure) return this.#giveUp(record, result.reason);
        await this.#pause(toPause(unsure));
      } else {
        failures += 1;
        isDoubtful = result.isDoubtful;
        if (!isDoubtful) await this.#journal.noteAbsent(index);
        this.#judgeOutage(result.error);
        const ms = Math.min(result.retryAfter ?? toPause(failures), this.#outageTimeout);
        await this.#pause(Math.max(ms, isDoubtful ? settlingTime.own : 0));
      }
    }
  }

  async #send(record: ImportRecord, body: LogBody): Promise<Settlement> {
    const { signal } = this.#controller;
    const { clock } = this.#client.connection;
    const sentAt = performance.now();
    const earliest = clock.isKnown ? clock.resolveEarliest(sentAt) : undefined;
    await this.#journal.noteSent(record, earliest);
    this.#sentAt.set(record.index, performance.now());
    try {
      const log = await this.#client.createLog(body, { maxRetries: 0, signal });
      this.#looks.noteStored(body, log);
      this.#throughAt = performance.now();
      return { kind: 'stored', log: { id: log._id, time: Date.parse(log.createdAt) } };
    } catch (error) {
      const verdict = this.#judge(error);
      if (verdict.kind === 'outage') return { ...verdict, kind: 'outage', error };
      this.#throughAt = performance.now();
      const reason = toReason(error);
      return verdict.isDoubtful ? { kind: 'unsure', reason } : { kind: 'refused', reason };
    }
  }

  async #look(
    { index }: ImportRecord,
    body: LogBody,
    inherited: Doubt | undefined,
  ): Promise<Settlement> {
    const since = inherited
      ? performance.now() - Math.max(Date.now() - inherited.at, 0)
      : (this.#sentAt.get(index) ?? performance.now());
    try {
      const result = await this.#looks.look({ body, since, inherited });
      this.#throughAt = performance.now();
      return result;
    } catch (error) {
      const verdict = this.#judge(error);
      if (verdict.kind === 'outage') return { ...verdict, kind: 'outage', isDoubtful: true, error };
      return { kind: 'unsure', reason: `its list is refused: ${toReason(error)}` };
    }
  }

  /** @throws what ends the import. */
  #judge(error: unknown): Exclude<Verdict, { kind: 'stop' }> {
    this.#controller.signal.throwIfAborted();
    const verdict = judgeFailure(error);
    if (verdict.kind === 'stop') throw error;
    return verdict;
  }

  /** @throws an error once nothing has got through for too long. */
  #judgeOutage(error: unknown): void {
    const outageTimeout = this.#outageTimeout;
    if (performance.now() - this.#throughAt < outageTimeout) return;
    throw new PromptCrafterError(
      `Failed to import logs: nothing got through for ${Math.round(outageTimeout / 1_000)} s (${toReason(error)}). Import again to go on when the API is back.`,
      { cause: error, retryable: true },
    );
  }

  async #noteStored(record: ImportRecord, log: StoredLog): Promise<void> {
    await this.#journal.noteStored(record, log);
    if (this.#looks.isUnfaithful) await this.#journal.noteUnfaithful(record.index);
    this.#stored += 1;
  }

  /** Gives up a record of which nobody can know whether it is stored. */
  async #giveUp(record: ImportRecord, reason: string): Promise<void> {
    this.#journal.noteDoubt();
    await this.#tell(record, `nobody can know whether it is stored: ${reason}`);
  }

  async #reject(record: ImportRecord, reason: string): Promise<void> {
    await this.#journal.noteRefused(record.index);
    await this.#tell(record, reason);
  }

  async #tell({ index, line, text }: ImportRecord, reason: string): Promise<void> {
    this.#open.push(index);
    this.#rejected += 1;
    await this.#options.onRejected?.({ line, reason, text });
  }

  async #pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    this.#waiting += 1;
    this.#options.onProgress?.(this.#progress);
    try {
      await pause(ms, this.#controller.signal);
    } finally {
      this.#waiting -= 1;
    }
  }
}
