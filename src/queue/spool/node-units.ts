import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type QuietTimer, startQuietTimer } from '../quiet-timer.ts';
import type { SpoolOwner } from '../spool.ts';
import type { MarkedState } from './marks.ts';
import { measureFailed } from './node-failed-file.ts';
import type { FolderHealth } from './node-folder-health.ts';
import { tryLock } from './node-folder-lock.ts';
import {
  isAkin,
  measureUnit,
  type Neighbour,
  Neighbours,
  type Reading,
  readUnitMarks,
} from './node-neighbours.ts';
import { formatVersion, type Owner } from './node-owner-file.ts';
import type { Segment } from './node-segment.ts';
import type { SpoolSettings } from './node-spool-settings.ts';
import { createUnitName, Unit } from './node-unit.ts';

/** How often the folder is looked after. */
const interval = 2_000;
/** How soon again where somebody else has the lock. */
const lockInterval = 100;
/** How long a unit is kept that holds nothing. */
const idleTime = 5_000;
/** How long the ids of stored logs are remembered. */
const memory = 10_000;

/** The marks of a segment, and whether somebody else may add to them. */
export interface KnownMarks {
  readonly isAnothers: boolean;
  readonly marks: MarkedState;
}

/** The units of one queue, and what it knows of those of others. */
export class Units {
  readonly #settings: SpoolSettings;
  readonly #owner: SpoolOwner;
  readonly #health: FolderHealth;
  /** Puts logs aside that are nobody's. `false` if there are more. */
  readonly #putAside: (unit: Unit) => boolean;
  readonly #queue = randomUUID();
  readonly #neighbours: Neighbours;
  readonly #units: Unit[] = [];
  #current: Unit | undefined;
  #timer: QuietTimer | undefined;
  #isClosed = false;
  /** Bytes of all that is not ours. */
  #foreignBytes = 0;

  constructor(
    settings: SpoolSettings,
    owner: SpoolOwner,
    health: FolderHealth,
    putAside: (unit: Unit) => boolean,
  ) {
    this.#putAside = putAside;
    this.#settings = settings;
    this.#owner = owner;
    this.#health = health;
    this.#neighbours = new Neighbours(settings.folder, settings.identity);
  }

  /** Whose logs are kept now; `null` while nobody knows. */
  get account(): string | null {
    const account = this.#owner.account();
    return account === null ? null : (account ?? this.#settings.account ?? '');
  }

  /** The units whose logs may be sent with the present token, the oldest first. */
  listOpen(): Unit[] {
    const { account } = this;
    const isOpen = (unit: Unit) =>
      unit.account === null || account === null || unit.account === account;
    return this.#units.filter((unit) => !unit.isLost && !unit.isNobodys && isOpen(unit));
  }

  /** Whether logs that may be sent are on the disk alone. Each log asks it. */
  get hasUnread(): boolean {
    const hasUnread = (unit: Unit) => unit.hasUnread;
    return this.#units.some(hasUnread) && this.listOpen().some(hasUnread);
  }

  /**
   * The unit that takes the next log.
   *
   * @throws what the file system says.
   */
  unitForAdd(now: number): Unit {
    const { account } = this;
    const current = this.#current;
    if (current?.isOurs(now)) {
      if (current.account === null && account !== null) current.nameAccount(account);
      if (current.account === account) return current;
    }
    const { folder } = this.#settings;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, createUnitName(now));
    const unit = Unit.create(path, this.#toOwner(account), this.#isSynced);
    this.#units.push(unit);
    this.#current = unit;
    return unit;
  }

  /** About how many bytes are on the disk alone, whether they may be sent now or not. */
  get unreadBytes(): number {
    const segments = this.#units.flatMap((unit) => unit.segments);
    return segments.reduce((sum, { unreadBytes }) => sum + unreadBytes, 0);
  }

  /** When the oldest of these logs was accepted; `Infinity` where there is none. */
  get unreadSince(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { segments } of this.#units) {
      // They are in order: reading into each of a long backlog would take its time.
      const first = segments.find(({ unread }) => unread > 0);
      if (first) oldest = Math.min(oldest, first.unreadSince);
    }
    return oldest;
  }

  /** How many bytes the folder holds. */
  measure(): number {
    return this.#units.reduce((sum, { bytes }) => sum + bytes, this.#foreignBytes);
  }

  /** The marks of all units whose logs can be confused with ours. */
  readMarks(): Reading<KnownMarks> {
    const found: KnownMarks[] = this.#units.flatMap(({ segments }) =>
      segments.map(({ marked }) => ({ isAnothers: false, marks: marked })),
    );
    const others = this.#listOthers();
    let { isComplete } = others;
    for (const { path, isAlive } of this.#filterAkin(others.found)) {
      const unit = readUnitMarks(path);
      isComplete &&= unit.isComplete;
      found.push(...unit.found.map((marks) => ({ isAnothers: isAlive, marks })));
    }
    return { found, isComplete };
  }

  /** Looks after the folder from now on, and takes over what the dead have left. */
  tend(): void {
    let isDone = true;
    this.#health.tryToTidy(() => {
      isDone = this.#tendOnce();
    });
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = startQuietTimer(() => this.tend(), isDone ? interval : lockInterval);
  }

  /** Writes down whose the logs are that were accepted while nobody knew. */
  nameAccount(): void {
    const { account } = this;
    if (account === null) return;
    for (const unit of this.#units) {
      const isNameless = unit.account === null && !unit.isNobodys;
      if (isNameless && unit.isOurs(Date.now())) unit.nameAccount(account);
    }
  }

  /** Lets go of everything. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const unit of Array.from(this.#units)) {
      this.#tidy(unit, true);
      if (this.#units.includes(unit)) this.#health.tryToTidy(() => unit.release());
    }
  }

  get #isSynced(): boolean {
    return this.#settings.fsync !== 'never';
  }

  /** `false` if there is more to do as soon as somebody else has decided. */
  #tendOnce(): boolean {
    const now = Date.now();
    for (const unit of Array.from(this.#units)) {
      if (!unit.isLost) unit.show(now);
      if (unit.isLost) this.#lose(unit);
      else this.#tidy(unit, unit !== this.#current || now - unit.addedAt > idleTime);
    }
    const others = this.#listOthers().found;
    const foreign = others.reduce((sum, { path }) => sum + measureUnit(path), 0);
    this.#foreignBytes = foreign + measureFailed(this.#settings.folder);
    const hasDead = this.#filterAkin(others).some(({ isAlive }) => !isAlive);
    let isDone = !hasDead || this.#takeOver();
    for (const unit of this.#units) if (unit.isNobodys) isDone = this.#putAside(unit) && isDone;
    if (this.#health.isUsable(now)) this.#owner.onUsable();
    return isDone;
  }

  #toOwner(account: string | null): Owner {
    return {
      v: formatVersion,
      baseUrl: this.#owner.baseUrl,
      account,
      queue: this.#queue,
      process: this.#settings.identity,
      isReleased: false,
    };
  }

  #listOthers(): Reading<Neighbour> {
    const own = new Set(this.#units.filter(({ isLost }) => !isLost).map(({ path }) => path));
    const onForeign = () =>
      this.#owner.onTrouble('a part of it was written by another version of the package');
    return this.#neighbours.list((path) => own.has(path), onForeign);
  }

  /** Those whose logs can be confused with ours. */
  #filterAkin(others: readonly Neighbour[]): Neighbour[] {
    const belonging = { baseUrl: this.#owner.baseUrl, account: this.account };
    return others.filter((other) => isAkin(other, belonging));
  }

  /** Takes over what the dead have left. `false` if somebody else decides just now. */
  #takeOver(): boolean {
    const { account } = this;
    if (account === null) this.#owner.requestAccount();
    let unlock: (() => void) | undefined;
    try {
      unlock = tryLock(this.#settings.folder, this.#settings.identity);
    } catch {
      // What the dead have left is taken over as soon as the lock can be written.
      return true;
    }
    if (!unlock) return false;
    try {
      for (const { path, owner, isAlive } of this.#filterAkin(this.#listOthers().found)) {
        if (isAlive || (owner && account === null)) continue;
        const next = owner ? this.#toOwner(account) : { ...this.#toOwner(null), baseUrl: '' };
        this.#health.tryToTidy(() => this.#adopt(path, next));
      }
    } finally {
      unlock();
    }
    this.#units.sort((a, b) => (a.path < b.path ? -1 : 1));
    this.#owner.onChange();
    return true;
  }

  #adopt(path: string, owner: Owner): void {
    const unit = Unit.takeOver(path, owner, this.#isSynced, this.#owner.onAdopted(0));
    this.#units.push(unit);
    this.#owner.onAdopted(unit.unsettled);
  }

  #lose(unit: Unit): void {
    for (const segment of unit.segments) {
      for (const index of segment.listUnread()) {
        this.#owner.onGone(segment.epochOf(index), 'lost');
      }
    }
    this.#health.tryToTidy(() => unit.release());
    this.#remove(unit);
    this.#owner.onChange();
  }

  /** Deletes what is settled, and the unit itself where nothing is left of it. */
  #tidy(unit: Unit, isIdle: boolean): void {
    this.#health.tryToTidy(() => {
      unit.tidy(isIdle, (segment) => this.#mayForget(segment));
      if (unit.segments.length > 0 || !isIdle) return;
      unit.release();
      this.#remove(unit);
    });
  }

  #remove(unit: Unit): void {
    this.#units.splice(this.#units.indexOf(unit), 1);
    if (this.#current === unit) this.#current = undefined;
  }

  /** Whether no look can need the ids of what a segment has stored. */
  #mayForget({ marked }: Segment): boolean {
    const until = marked.lastStoredAt + memory;
    const now = Date.now();
    if (now < until) return false;
    const { found, isComplete } = this.readMarks();
    // What was sent in the future was sent before the clock was set back.
    const isLater = (at: number) => at > until && (at <= now || at === Number.POSITIVE_INFINITY);
    return isComplete && found.every(({ marks }) => isLater(marks.oldestSentAt));
  }
}
