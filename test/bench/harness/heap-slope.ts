const samples = 10;

/** Lets finalizers and the callbacks of sockets run, then collects all that nobody holds. */
async function settleHeap(): Promise<number> {
  const { gc } = globalThis;
  if (!gc) throw new Error('needs node --expose-gc');
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
  }
  return process.memoryUsage().heapUsed;
}

/**
 * How many bytes the heap grows with each call, after a warm-up half as long. It is the median of
 * the slopes between all pairs of samples, which a table that doubles once does not move.
 */
export async function toSlope(call: () => Promise<unknown>, calls: number): Promise<number> {
  const step = Math.ceil(calls / samples);
  const run = async (count: number) => {
    for (let done = 0; done < count; done += 1) await call();
  };
  await run(Math.ceil(calls / 2));
  const heap = [await settleHeap()];
  for (let sample = 0; sample < samples; sample += 1) {
    await run(step);
    heap.push(await settleHeap());
  }
  const slopes = heap.flatMap((late, to) =>
    heap.slice(0, to).map((early, from) => (late - early) / ((to - from) * step)),
  );
  slopes.sort((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}
