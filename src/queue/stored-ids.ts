/** A record that is known to be stored, and whose it is. */
export interface StoredId {
  readonly id: string;
  readonly promptId: string;
  /** When it was known, by `performance.now()`. */
  readonly at: number;
}

/** The ids of what was stored lately: a look must not take them for what it looks for. */
export class StoredIds {
  /** The oldest first. */
  #ids: StoredId[] = [];
  /** How many of the oldest are forgotten. */
  #forgotten = 0;
  readonly #known = new Set<string>();

  /** How many are known. */
  get size(): number {
    return this.#known.size;
  }

  add(id: string, promptId: string, at: number): void {
    this.#known.add(id);
    this.#ids.push({ id, promptId, at });
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** Those of a prompt. */
  ofPrompt(promptId: string): StoredId[] {
    return this.#ids.slice(this.#forgotten).filter((stored) => stored.promptId === promptId);
  }

  /** Forgets what was known before a moment. */
  forget(before: number): void {
    for (;;) {
      const oldest = this.#ids[this.#forgotten];
      if (!oldest || oldest.at >= before) break;
      this.#known.delete(oldest.id);
      this.#forgotten += 1;
    }
    if (this.#forgotten * 2 <= this.#ids.length) return;
    this.#ids = this.#ids.slice(this.#forgotten);
    this.#forgotten = 0;
  }
}
