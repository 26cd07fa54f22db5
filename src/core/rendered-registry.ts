import { openShared, type RenderedText, readShared } from './shared-place.ts';

const mostTexts = 1_000;
const mostBytes = 8 * 1024 * 1024;

/** A shorter text is too common to recognise a prompt by, unless it is the whole message. */
const shortestPart = 20;

/** Remembers a rendered text, so that a request that contains it can be linked to its prompt. */
export function rememberRendered(text: string, rendered: RenderedText): void {
  const shared = openShared();
  const bytes = countBytes(text);
  if (!shared || bytes > mostBytes || text === '') return;
  const { texts } = shared;
  if (texts.delete(text)) shared.bytes -= bytes;
  texts.set(text, rendered);
  shared.bytes += bytes;
  for (const [oldest] of texts) {
    if (texts.size <= mostTexts && shared.bytes <= mostBytes) return;
    texts.delete(oldest);
    shared.bytes -= countBytes(oldest);
  }
}

/** Finds the longest of the remembered texts that one of the messages contains. */
export function findRendered(messages: readonly string[]): RenderedText | undefined {
  const texts = readShared()?.texts;
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

/** As engines keep texts: a byte a character where each of them is Latin-1, else two. */
function countBytes(text: string): number {
  return /[\u0100-\uffff]/.test(text) ? text.length * 2 : text.length;
}
