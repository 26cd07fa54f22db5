import { getAbortReason } from '../../core/abort-reason.ts';

/** Whether a run was aborted. It listens to the caller's signal once, however many rows listen to it. */
export interface Stop {
  readonly isStopped: boolean;
  readonly reason: unknown;
  /** Calls back when the run is aborted; gives a function that ends that. */
  subscribe(callback: (reason: unknown) => void): () => void;
  /** Leaves the caller's signal as it was. */
  close(): void;
}

export function createStop(signal: AbortSignal | undefined): Stop {
  const callbacks = new Set<(reason: unknown) => void>();
  const onAbort = () => {
    for (const callback of callbacks) callback(getAbortReason(signal));
  };
  signal?.addEventListener('abort', onAbort);
  return {
    get isStopped() {
      return signal?.aborted === true;
    },
    get reason() {
      return getAbortReason(signal);
    },
    subscribe(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    close: () => signal?.removeEventListener('abort', onAbort),
  };
}
