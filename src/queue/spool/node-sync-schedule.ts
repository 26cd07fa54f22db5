import { dirname, join } from 'node:path';
import { startQuietTimer } from '../quiet-timer.ts';
import { syncPath, syncPathLater } from './node-sync-path.ts';
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
    if (this.#mode !== 'always') {
      this.note(unit);
      return;
    }
    for (const file of unit.openFiles) file.syncNow();
    syncNewNames(unit, syncPath);
  }

  /** Does now what is planned. */
  finish(): void {
    for (const unit of this.#units) for (const file of unit.openFiles) file.syncNow();
    this.#units.clear();
  }

  #run(): void {
    this.#isPlanned = false;
    for (const unit of this.#units) {
      for (const file of unit.openFiles) file.sync();
      syncNewNames(unit, syncPathLater);
    }
    this.#units.clear();
  }
}

/** What the disk must have of a unit beside its segments: the names of its files, and whose it is. */
function syncNewNames(unit: Unit, sync: (path: string) => void): void {
  if (!unit.takeHasNewFiles()) return;
  for (const path of [join(unit.path, 'owner.json'), unit.path, dirname(unit.path)]) sync(path);
}
