import type { LogBody } from '../../core/schemas/log.ts';
import { toContentKey } from '../content-key.ts';
import type { Doubt, Entry } from '../entry.ts';
import type { Decided, Decision, SendLeave } from '../journal.ts';
import type { Kept, SpooledLog, SpoolOwner, SpoolStore } from '../spool.ts';
import type { LogFailure } from '../tally.ts';
import type { Mark } from './marks.ts';
import { FailedFile } from './node-failed-file.ts';
import { FolderHealth } from './node-folder-health.ts';
import { tryLock } from './node-folder-lock.ts';
import { hashContent } from './node-hash-content.ts';
import { MarkSchedule, type Place } from './node-mark-schedule.ts';
import type { Segment } from './node-segment.ts';
import { SpoolReader } from './node-spool-reader.ts';
import type { SpoolSettings } from './node-spool-settings.ts';
import { SyncSchedule } from './node-sync-schedule.ts';
import type { Unit } from './node-unit.ts';
import { Units } from './node-units.ts';
import { toSpooledLine } from './spooled-line.ts';
import { toFailedLine } from './to-failed-line.ts';

/** How long no send is tried after one that could not be written down, in ms. */
const sendPause = 5_000;

/** The logs of one queue in a folder that others may use at the same time. */
export class NodeSpoolStore implements SpoolStore {
  readonly #settings: SpoolSettings;
  readonly #owner: SpoolOwner;
  readonly #health: FolderHealth;
  readonly #failed: FailedFile;
  readonly #units: Units;
  readonly #reader: SpoolReader;
  readonly #syncs: SyncSchedule;
  readonly #marks: MarkSchedule;
  readonly #places = new WeakMap<Entry, Place>();
  /** When the next send is tried after one that could not be written down, by `Date.now()`. */
  #sendAgainAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(settings: SpoolSettings, owner: SpoolOwner) {
    this.#settings = settings;
    this.#owner = owner;
    this.#health = new FolderHealth(owner);
    this.#failed = new FailedFile(settings.folder, this.#health);
    this.#syncs = new SyncSchedule(settings.fsync);
    this.#marks = new MarkSchedule(this.#syncs);
    const putAside = (unit: Unit) => this.#reader.putAside(unit);
    this.#units = new Units(settings, owner, this.#health, putAside);
    this.#reader = new SpoolReader(this.#units, this.#health, this.#failed, owner);
  }

  start(): void {
    this.#units.tend();
  }

  get hasUnread(): boolean {
    return this.#units.hasUnread;
  }

  get unreadDoubtful(): number {
    const segments = this.#units.listOpen().flatMap((unit) => unit.segments);
    return segments.reduce((sum, { unreadDoubtful }) => sum + unreadDoubtful, 0);
  }

  get unreadBytes(): number {
    return this.#units.unreadBytes;
  }

  get unreadSince(): number {
    return this.#units.unreadSince;
  }

  nameAccount(): void {
    this.#health.try(() => this.#units.nameAccount());
  }

  keepUnread(body: LogBody, acceptedAt: number, epoch: number): Kept {
    return this.#add(body, acceptedAt, epoch, undefined);
  }

  keep(entry: Entry): Kept {
    return this.#add(entry.body, entry.acceptedAt, entry.epoch, entry);
  }

  has(entry: Entry): boolean {
    return this.#placeOf(entry) !== undefined;
  }

  load(mostItems: number, mostBytes: number, toEntry: (log: SpooledLog) => Entry): Entry[] {
    return this.#reader.load(mostItems, mostBytes, (log, place) => {
      const entry = toEntry(log);
      this.#places.set(entry, place);
      return entry;
    });
  }

  mayLook(entry: Entry): SendLeave {
    const place = this.#placeOf(entry);
    if (!place) return 'send';
    const { unit, segment, index } = place;
    if (!unit.isOurs(Date.now())) {
      if (!unit.isLost) return 'wait';
      return unit.isDeleted ? 'send' : 'lost';
    }
    const { account } = this.#units;
    if (account === null) {
      this.#owner.requestAccount();
      return 'wait';
    }
    if (unit.account === null || unit.account === account) return 'send';
    segment.untake(index);
    this.#places.delete(entry);
    return 'parked';
  }

  send(entry: Entry, earliest: number | undefined): SendLeave {
    const leave = this.mayLook(entry);
    const place = this.#placeOf(entry);
    if (leave !== 'send' || !place) return leave;
    const { unit, segment, index } = place;
    const now = Date.now();
    if (now < this.#sendAgainAt) return 'wait';
    const key = this.toKey(toContentKey(entry.body));
    const { promptId } = entry.body;
    let isWritten = false;
    try {
      const { account } = this.#units;
      if (unit.account === null && account !== null) unit.nameAccount(account);
      segment.markFirst(['s', index, now, earliest ?? null, key, promptId]);
      isWritten = true;
      unit.use(segment);
      this.#syncs.noteVital(unit);
    } catch (error) {
      // Sent without a mark, it would be sent again by whoever comes after a crash.
      if (isWritten) this.#note(place, ['n', index]);
      this.#sendAgainAt = now + sendPause;
      this.#health.fail(error);
      return 'wait';
    }
    if (this.#sendAgainAt > Number.NEGATIVE_INFINITY) {
      this.#sendAgainAt = Number.NEGATIVE_INFINITY;
      this.#health.succeed();
    }
    return 'send';
  }

  doubt(entry: Entry): void {
    const place = this.#placeOf(entry);
    if (place) this.#note(place, ['u', place.index]);
  }

  rest(entry: Entry): void {
    const place = this.#placeOf(entry);
    if (place) this.#note(place, ['n', place.index]);
  }

  store(entry: Entry, id: string): void {
    const place = this.#placeOf(entry);
    if (place) this.#note(place, ['d', place.index, id, Date.now()]);
    this.#places.delete(entry);
  }

  fail(entry: Entry, failure: LogFailure): void {
    if (!this.#failed.append(toFailedLine(failure))) return;
    const place = this.#placeOf(entry);
    if (place) this.#note(place, ['f', place.index]);
    this.#marks.write();
    this.#places.delete(entry);
  }

  readStored(promptId: string): Map<string, string | undefined> {
    const stored = new Map<string, string | undefined>();
    for (const { marks } of this.#units.readMarks().found) {
      for (const mark of marks.stored) {
        if (mark.promptId === promptId) stored.set(mark.id, mark.key);
      }
    }
    return stored;
  }

  toKey(contentKey: string): string {
    return hashContent(contentKey);
  }

  decide({ keys, listedAt, run }: Decision): Decided {
    let unlock: (() => void) | undefined;
    try {
      unlock = tryLock(this.#settings.folder, this.#settings.identity);
      if (!unlock) return 'wait';
    } catch {
      // Where no lock can be written, others cannot write down anything either.
    }
    try {
      const wanted = new Set(keys.map((key) => this.toKey(key)));
      const { found, isComplete } = this.#units.readMarks();
      if (!isComplete) return 'unreadable';
      const now = Date.now();
      for (const { isAnothers, marks } of found) {
        if (!isAnothers) continue;
        for (const { isUnderWay, at, key } of marks.sent.values()) {
          // What was sent in the future was sent before the clock was set back.
          const isListed = at <= listedAt || at > now;
          if (isUnderWay && isListed && wanted.has(key)) return 'wait';
        }
      }
      const known = new Set(found.flatMap(({ marks }) => marks.stored.map(({ id }) => id)));
      run((id) => known.has(id));
      // Whoever decides next reads which records are somebody's by now.
      this.#marks.write();
      return 'decided';
    } finally {
      unlock?.();
    }
  }

  settle(): void {
    this.#marks.write();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#marks.write();
    this.#health.try(() => this.#syncs.finish());
    this.#units.close();
  }

  /** Where a log is, unless somebody has deleted that. */
  #placeOf(entry: Entry): Place | undefined {
    const place = this.#places.get(entry);
    return place?.unit.isDeleted ? undefined : place;
  }

  #add(body: LogBody, at: number, epoch: number, entry: Entry | undefined): Kept {
    const now = Date.now();
    if (this.#isClosed || !this.#health.isUsable(now)) return 'broken';
    let line: string;
    try {
      line = toSpooledLine({ at, log: body });
    } catch {
      // Escaped, it is longer than a string can be.
      return 'full';
    }
    // At most three bytes for each unit of a text: only near the bound is it counted.
    const room = this.#settings.maxBytes - this.#units.measure();
    if (line.length * 3 > room && Buffer.byteLength(line) > room) return 'full';
    let unit: Unit;
    let segment: Segment;
    try {
      unit = this.#units.unitForAdd(now);
      segment = unit.segmentForAdd(epoch);
      try {
        if (entry?.doubt) this.#markDoubt(segment, entry, entry.doubt);
        const index = segment.add(line, epoch, entry !== undefined);
        if (entry) this.#places.set(entry, { unit, segment, index });
      } catch (error) {
        // Nobody can look for what is not there.
        if (entry?.doubt) segment.note(['n', segment.nextIndex]);
        segment.close();
        throw error;
      }
    } catch (error) {
      this.#health.fail(error);
      return 'broken';
    }
    // The line is there, and will be read: whatever fails from here on, the log must not go on in memory.
    this.#health.try(() => {
      unit.addedAt = now;
      unit.use(segment);
      this.#syncs.noteVital(unit);
      if (unit.account === null) this.#owner.requestAccount();
      this.#health.succeed();
    });
    return 'kept';
  }

  /** Says of a log that it may be stored, before it is written down itself. */
  #markDoubt(segment: Segment, entry: Entry, { sentAt, earliest }: Doubt): void {
    const { body } = entry;
    const at = Date.now() - (performance.now() - sentAt);
    const key = this.toKey(toContentKey(body));
    const index = segment.nextIndex;
    segment.markFirst(['s', index, at, earliest ?? null, key, body.promptId]);
    segment.mark(['u', index]);
  }

  /** Takes note of what became of a log; a kill just before it is written is one just before that. */
  #note(place: Place, mark: Mark): void {
    if (!place.unit.isLost && !this.#isClosed) this.#marks.note(place, mark);
  }
}
