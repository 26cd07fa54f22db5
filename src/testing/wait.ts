export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits for the next turn of the event loop, also where a test has faked the timers. */
export function waitForTurn(): Promise<void> {
  // jsdom has none; there the turn is the timers'.
  if (typeof MessageChannel !== 'function') return wait(0);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
