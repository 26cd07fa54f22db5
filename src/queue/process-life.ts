/** What has something to send when a process or a page ends. */
export interface Drainable {
  /** Sends what waits, and resolves when nothing does or nothing more can be done in time. */
  drain(): Promise<void>;
  /** Sends what fits from a page that goes away. */
  sendLast(): void;
}

/** What of a platform tells that it is about to end. */
interface Platform {
  readonly process?: {
    on?(event: 'beforeExit', listener: () => void): unknown;
    off?(event: 'beforeExit', listener: () => void): unknown;
  };
  readonly document?: object;
  addEventListener?(event: 'pagehide', listener: () => void): void;
  removeEventListener?(event: 'pagehide', listener: () => void): void;
}

/** All that have something to send. One listener serves them: Node warns of more than ten. */
const waiting = new Set<Drainable>();

function onBeforeExit(): void {
  for (const drainable of waiting) drainable.drain();
}

function onPageHide(): void {
  for (const drainable of waiting) drainable.sendLast();
}

/** Lets a queue know when the process or the page ends, for as long as it has something to send. */
export function watchEnd(drainable: Drainable): void {
  if (waiting.size === 0) {
    const platform = globalThis as Platform;
    platform.process?.on?.('beforeExit', onBeforeExit);
    // Not a worker: it has no such event, and Deno has the function without the pages.
    if (platform.document) platform.addEventListener?.('pagehide', onPageHide);
  }
  waiting.add(drainable);
}

/** Ends that. */
export function unwatchEnd(drainable: Drainable): void {
  if (!waiting.delete(drainable) || waiting.size > 0) return;
  const platform = globalThis as Platform;
  platform.process?.off?.('beforeExit', onBeforeExit);
  if (platform.document) platform.removeEventListener?.('pagehide', onPageHide);
}
