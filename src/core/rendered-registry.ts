import type { LogMeta } from './meta.ts';

/** What is known of a text that was rendered. */
export interface RenderedText {
  readonly promptId: string;
  toMeta(): Pick<LogMeta, 'prompt' | 'variables'>;
}

/** The texts that were rendered last, the oldest first. */
interface Registry {
  readonly texts: Map<string, RenderedText>;
  bytes: number;
}

/** Where the copies of this package in one program (ESM and CommonJS) find each other's texts. */
const place = Symbol.for('promptcrafter-client.rendered');

const mostTexts = 1_000;
const mostBytes = 8 * 1024 * 1024;

/** A shorter text is too common to recognise a prompt by, unless it is the whole message. */
const shortestPart = 20;

/** Remembers a rendered text, so that a request that contains it can be linked to its prompt. */
export function rememberRendered(text: string, rendered: RenderedText): void {
  const registry = openRegistry();
  const bytes = countBytes(text);
  if (!registry || bytes > mostBytes || text === '') return;
  const { texts } = registry;
  if (texts.delete(text)) registry.bytes -= bytes;
  texts.set(text, rendered);
  registry.bytes += bytes;
  for (const [oldest] of texts) {
    if (texts.size <= mostTexts && registry.bytes <= mostBytes) return;
    texts.delete(oldest);
    registry.bytes -= countBytes(oldest);
  }
}

/** Finds the longest of the remembered texts that one of the messages contains. */
export function findRendered(messages: readonly string[]): RenderedText | undefined {
  const texts = readRegistry()?.texts;
  if (!texts) return undefined;
  const longestMessage = messages.reduce((longest, { length }) => Math.max(longest, length), 0);
  let longest = 0;
  let found: RenderedText | undefined;
  for (const [text, rendered] of texts) {
    const { length } = text;
    // Of two that are equally long, the one that was rendered last.
    if (length < longest || length > longestMessage) continue;
    const isPart = (message: string) =>
      length < shortestPart ? message === text : message.includes(text);
    if (!messages.some(isPart)) continue;
    longest = length;
    found = rendered;
  }
  return found;
}

function readRegistry(): Registry | undefined {
  const registry = (globalThis as { [place]?: Partial<Registry> })[place];
  return typeof registry?.texts?.set === 'function' ? (registry as Registry) : undefined;
}

/** Made at the first use. Where the global object is frozen there is none, and nothing is linked. */
function openRegistry(): Registry | undefined {
  const registry = readRegistry();
  if (registry) return registry;
  try {
    Object.defineProperty(globalThis, place, { value: { texts: new Map(), bytes: 0 } });
  } catch {
    return undefined;
  }
  return readRegistry();
}

/** As engines keep texts: a byte a character where each of them is Latin-1, else two. */
function countBytes(text: string): number {
  return /[\u0100-\uffff]/.test(text) ? text.length * 2 : text.length;
}
