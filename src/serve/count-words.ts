import type { WordMatcher } from '../api/word-matcher.ts';
import { sliceMs, type TakeTurn } from './turns.ts';

const sliceLength = 64 * 1024;

/** How many words are in a text. Others have their turns where it is long. */
export async function countWords(
  text: string,
  { scan, size }: WordMatcher,
  takeTurn: TakeTurn,
): Promise<number> {
  const one = scan();
  let end = performance.now() + sliceMs;
  for (let start = 0; start < text.length && one.found < size; start += sliceLength) {
    if (performance.now() >= end) {
      await takeTurn();
      end = performance.now() + sliceMs;
    }
    one.read(text.slice(start, start + sliceLength));
  }
  return one.found;
}
