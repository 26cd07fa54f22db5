import type { RecordPages } from '../../api/store.ts';
import { createWordMatcher } from '../../api/word-matcher.ts';
import { countWords } from '../count-words.ts';
import type { TakeTurn } from '../turns.ts';
import type { RunQuery } from './pool.ts';
import { toPattern } from './stored-text.ts';

export interface SearchOptions {
  readonly query: RunQuery;
  readonly takeTurn: TakeTurn;
  readonly signal: AbortSignal | undefined;
}

/** Of so many words the database looks for each. Of more, for the longest, and the rest is checked here. */
const mostPatterns = 8;

interface Hit {
  readonly seq: string;
  readonly inTitle: number;
}

/** The prompts of an owner that contain every word; those with more of them in the title come first. */
export async function* searchPrompts(
  ownerId: string,
  words: readonly string[],
  options: SearchOptions,
): RecordPages {
  const { query, signal } = options;
  const run: RunQuery = async (text, values) => {
    signal?.throwIfAborted();
    const answer = await query(text, values);
    signal?.throwIfAborted();
    return answer;
  };
  const longestFirst = [...new Set(words)].sort((one, other) => other.length - one.length);
  const patterns = longestFirst.slice(0, mostPatterns).map(toPattern);
  const found = await findHits(run, ownerId, patterns);
  const hits =
    longestFirst.length <= mostPatterns
      ? found
      : await checkHits(found, longestFirst, { ...options, query: run });
  yield* readPages(hits, run);
}

async function findHits(
  query: RunQuery,
  ownerId: string,
  patterns: readonly string[],
): Promise<readonly Hit[]> {
  const values = patterns.map((_, index) => `$${index + 2}`);
  const inTitle = values.map((value) => `(search_title LIKE ${value})::int`).join(' + ');
  const inText = values.map((value) => `search_text LIKE ${value}`).join(' AND ');
  const { rows } = await query(
    `SELECT seq, ${inTitle} AS "inTitle" FROM promptcrafter.prompts
      WHERE owner = (SELECT seq FROM promptcrafter.users WHERE id = $1) AND ${inText}
      ORDER BY 2 DESC, 1`,
    [ownerId, ...patterns],
  );
  return rows.map(({ seq, inTitle }) => ({ seq: String(seq), inTitle: Number(inTitle) }));
}

/** How many texts are checked at a time. */
const checkedAtOnce = 50;

async function checkHits(
  found: readonly Hit[],
  words: readonly string[],
  { query, takeTurn, signal }: SearchOptions,
): Promise<readonly Hit[]> {
  const matcher = createWordMatcher(words);
  const hits: Hit[] = [];
  const takeTurnUnlessAborted = async () => {
    await takeTurn();
    signal?.throwIfAborted();
  };
  for (let start = 0; start < found.length; start += checkedAtOnce) {
    const some = found.slice(start, start + checkedAtOnce).map(({ seq }) => seq);
    const { rows } = await query(
      `SELECT seq, search_title AS title, search_text AS text FROM promptcrafter.prompts
        WHERE seq = ANY ($1::bigint[])`,
      [some],
    );
    for (const { seq, title, text } of rows) {
      await takeTurnUnlessAborted();
      const count = await countWords(String(text), matcher, takeTurnUnlessAborted);
      if (count < matcher.size) continue;
      hits.push({ seq: String(seq), inTitle: matcher.count(String(title)) });
    }
  }
  return hits.sort(
    (one, other) => other.inTitle - one.inTitle || Number(one.seq) - Number(other.seq),
  );
}

/** In prompts and in bytes, how much is read at a time. */
const pagePrompts = 500;
const pageBytes = 256 * 1024;

async function* readPages(hits: readonly Hit[], query: RunQuery): RecordPages {
  for (let start = 0; start < hits.length; ) {
    const some = hits.slice(start, start + pagePrompts).map(({ seq }) => seq);
    const { rows } = await query(
      `SELECT place, record FROM (
        SELECT place, record,
          sum(octet_length(record)) OVER (ORDER BY place) - octet_length(record) AS before
        FROM unnest($1::bigint[]) WITH ORDINALITY AS hits (seq, place)
        JOIN promptcrafter.prompts USING (seq)
      ) AS measured WHERE before < ${pageBytes} ORDER BY place`,
      [some],
    );
    if (rows.length > 0) yield rows.map(({ record }) => String(record));
    // Prompts that were deleted since are skipped.
    const isCut = rows.length > 0 && Number(rows.at(-1)?.place) < some.length;
    start += isCut ? Number(rows.at(-1)?.place) : some.length;
  }
}
