import type { RecordPages } from '../../api/store.ts';
import { createWordMatcher } from '../../api/word-matcher.ts';
import { countWords } from '../count-words.ts';
import { sliceMs, type TakeTurn } from '../turns.ts';
import { readBatches } from './read-batches.ts';
import type { Tables } from './tables.ts';

export interface SearchOptions {
  readonly tables: Tables;
  readonly takeTurn: TakeTurn;
  readonly signal: AbortSignal | undefined;
}

interface Hit {
  readonly seq: number;
  readonly inTitle: number;
}

/** The prompts of an owner that contain every word; those with more of them in the title come first. */
export async function* searchPrompts(
  ownerId: string,
  words: readonly string[],
  { tables, takeTurn, signal }: SearchOptions,
): RecordPages {
  const matcher = createWordMatcher(words);
  // The longest word is in the fewest prompts. SQLite looks for it; what it finds is read in full.
  const word = words.reduce((longest, next) => (next.length > longest.length ? next : longest));
  const hits: Hit[] = [];
  const takeTurnUnlessAborted = async () => {
    await takeTurn();
    signal?.throwIfAborted();
  };
  const texts = readBatches(tables.listSearchTexts(ownerId, word), takeTurnUnlessAborted);
  for await (const batch of texts) {
    for (const { seq, text } of batch) {
      if ((await countWords(text, matcher, takeTurnUnlessAborted)) < matcher.size) continue;
      hits.push({ seq, inTitle: matcher.count(text.slice(0, text.indexOf('\n'))) });
    }
  }
  hits.sort((one, other) => other.inTitle - one.inTitle || one.seq - other.seq);
  yield* readPages(hits, tables, takeTurnUnlessAborted);
}

const pageLength = 256 * 1024;

async function* readPages(hits: readonly Hit[], tables: Tables, takeTurn: TakeTurn): RecordPages {
  let page: string[] = [];
  let length = 0;
  let end = performance.now() + sliceMs;
  for (const { seq } of hits) {
    const text = tables.readPromptText(seq);
    // It may have been deleted since.
    if (text === undefined) continue;
    page.push(text);
    length += text.length;
    if (length < pageLength && performance.now() < end) continue;
    yield page;
    page = [];
    length = 0;
    await takeTurn();
    end = performance.now() + sliceMs;
  }
  if (page.length > 0) yield page;
}
