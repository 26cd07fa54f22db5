import type { LogMeta } from './meta.ts';

/** What is known of a text that was rendered. */
export interface RenderedText {
  readonly promptId: string;
  toMeta(): Pick<LogMeta, 'prompt' | 'variables'>;
}

/** What the copies of this package in one program (ESM and CommonJS, or two entries) share. */
export interface SharedPlace {
  /** The texts that were rendered last, the oldest first. */
  readonly texts: Map<string, RenderedText>;
  bytes: number;
  /** Carries what a call belongs to along with it, see `observe`. */
  calls?: unknown;
}

const place = Symbol.for('promptcrafter-client.rendered');

/** What is shared, if anything is by now. */
export function readShared(): SharedPlace | undefined {
  const shared = (globalThis as { [place]?: Partial<SharedPlace> })[place];
  return typeof shared?.texts?.set === 'function' ? (shared as SharedPlace) : undefined;
}

/** Made at the first use. Where the global object is frozen there is none, and nothing is shared. */
export function openShared(): SharedPlace | undefined {
  const shared = readShared();
  if (shared) return shared;
  try {
    Object.defineProperty(globalThis, place, { value: { texts: new Map(), bytes: 0 } });
  } catch {
    return undefined;
  }
  return readShared();
}
