import { closeSync, fsync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { startQuietTimer } from '../quiet-timer.ts';
import type { Unit } from './node-unit.ts';

/**
 * When what is written must be on the disk itself, which outlives the machine's death: within 100 ms,
 * before anything goes on, or whenever the system sees fit.
 */
export type SyncMode = 'batch' | 'always' | 'never';

/** Half of the promised time: the disk takes its own. */
const delay = 50;

/** Has the disk keep what was written. */
export class SyncSchedule {
  readonly #mode: SyncMode;
  readonly #units = new Set<Unit>();
  #isPlanned = false;

  constructor(mode: SyncMode) {
    this.#mode = mode;
  }

  /** Something was written to a unit. */
  note(unit: Unit): void {
    if (this.#mode !== 'batch') return;
    this.#units.add(unit);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    startQuietTimer(() => this.#run(), delay);
  }

  /**
   * Something was written to a unit that must not be lost.
   *
   * @throws what the file system says.
   */
  noteVital(unit: Unit): void {
    if (this.#mode === 'always') for (const file of unit.openFiles) file.syncNow();
    else this.note(unit);
  }

  /** Does now what is planned. */
  finish(): void {
    for (const unit of this.#units) for (const file of unit.openFiles) file.syncNow();
    this.#units.clear();
  }

  #run(): void {
    this.#isPlanned = false;
    for (const unit of this.#units) {
      for (const file of unit.openFiles) file.sync(() => undefined);
      if (unit.takeHasNewFiles())
        for (const path of [unit.path, dirname(unit.path)]) syncFolder(path);
    }
    this.#units.clear();
  }
}

/** The names of new files are in their folder, which not every system can sync. */
function syncFolder(path: string): void {
  try {
    const fd = openSync(path, 'r');
    fsync(fd, () => closeSync(fd));
  } catch {
    // Then it syncs names by itself, or not at all.
  }
}
