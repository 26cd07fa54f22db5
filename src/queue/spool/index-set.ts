/** A set of indices that mostly are added in order: those below a bound take no memory. */
export class IndexSet {
  #bound = 0;
  readonly #beyond = new Set<number>();

  get size(): number {
    return this.#bound + this.#beyond.size;
  }

  has(index: number): boolean {
    return index < this.#bound || this.#beyond.has(index);
  }

  add(index: number): void {
    if (index < this.#bound) return;
    this.#beyond.add(index);
    while (this.#beyond.delete(this.#bound)) this.#bound += 1;
  }
}
