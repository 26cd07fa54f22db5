/** Carries out much of the same kind that is asked for one by one. */
export interface Batches<Item, Result> {
  /** @throws what `run` fails with for the batch of the item, or a `TimeoutError` after too long a wait. */
  add(item: Item): Promise<Result>;
}

export interface BatchesOptions<Item, Result> {
  /** Carries out a batch; the results are in the order of the items. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** What an item weighs. A batch is closed once it has `mostItems`, or weighs `mostWeight`. */
  readonly weigh: (item: Item) => number;
  readonly mostItems: number;
  readonly mostWeight: number;
  /** How many batches are under way at a time. */
  readonly concurrency: number;
  /** Milliseconds that an item may wait for its batch to begin. */
  readonly waitMs: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly timer: NodeJS.Timeout;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * An item that comes alone is carried out at once. What comes while others are under way goes together in
 * the next batch, and shares its way to the database and its wait for the disk.
 */
export function createBatches<Item, Result>(
  options: BatchesOptions<Item, Result>,
): Batches<Item, Result> {
  const waiting = new Set<Waiting<Item, Result>>();
  let running = 0;

  function takeBatch(): Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    let weight = 0;
    for (const entry of waiting) {
      waiting.delete(entry);
      clearTimeout(entry.timer);
      batch.push(entry);
      weight += options.weigh(entry.item);
      if (batch.length >= options.mostItems || weight >= options.mostWeight) break;
    }
    return batch;
  }

  async function runNext(): Promise<void> {
    if (running >= options.concurrency || waiting.size === 0) return;
    running += 1;
    const batch = takeBatch();
    try {
      const results = await options.run(batch.map(({ item }) => item));
      for (const [index, result] of results.entries()) batch[index]?.resolve(result);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      running -= 1;
      void runNext();
    }
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        const giveUp = () => {
          waiting.delete(entry);
          reject(new DOMException('The batches before took too long.', 'TimeoutError'));
        };
        const timer = setTimeout(giveUp, options.waitMs);
        const entry = { item, timer, resolve, reject };
        waiting.add(entry);
        // All that one turn of the event loop brings goes together.
        setImmediate(() => void runNext());
      }),
  };
}
