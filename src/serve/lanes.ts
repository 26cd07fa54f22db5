/** Items that wait in lanes, which may have lanes of their own. */
export interface Lanes<T> {
  /** How many wait, in all lanes. */
  readonly size: number;
  /** How many wait in one lane. */
  count(lane: string): number;
  /** The path names a lane, a lane within it, and so on. */
  add(path: readonly string[], item: T): void;
  remove(path: readonly string[], item: T): boolean;
  /** The next item: each lane has its turn before one of them has its second. */
  take(): T | undefined;
}

export function createLanes<T>(): Lanes<T> {
  const items = new Set<T>();
  // The lane whose turn comes next is the first.
  const lanes = new Map<string, Lanes<T>>();
  let size = 0;

  return {
    get size() {
      return size;
    },
    count: (lane) => lanes.get(lane)?.size ?? 0,
    add([first, ...rest], item) {
      size += 1;
      if (first === undefined) {
        items.add(item);
        return;
      }
      const lane = lanes.get(first) ?? createLanes<T>();
      lanes.set(first, lane);
      lane.add(rest, item);
    },
    remove([first, ...rest], item) {
      const lane = first === undefined ? items : lanes.get(first);
      const isRemoved =
        lane instanceof Set ? lane.delete(item) : (lane?.remove(rest, item) ?? false);
      if (isRemoved) size -= 1;
      if (first !== undefined && lane?.size === 0) lanes.delete(first);
      return isRemoved;
    },
    take() {
      for (const item of items) {
        items.delete(item);
        size -= 1;
        return item;
      }
      for (const [name, lane] of lanes) {
        lanes.delete(name);
        const item = lane.take();
        size -= 1;
        if (lane.size > 0) lanes.set(name, lane);
        return item;
      }
      return undefined;
    },
  };
}
