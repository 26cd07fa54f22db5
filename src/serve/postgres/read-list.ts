import type { RecordPages } from '../../api/store.ts';
import type { RunQuery } from './pool.ts';

const user = 'SELECT seq FROM promptcrafter.users WHERE id = $1';
const prompt = 'SELECT seq FROM promptcrafter.prompts WHERE id = $1';

/** In rows and in bytes, how much one statement reads: a moment's work, and little memory. */
const batchRows = 1_000;
const batchBytes = 256 * 1024;

/** Where a list begins: whose rows they are, and the last that is there when it begins. */
const toStart = (table: string, column: string, key: string) => `
  SELECT found.seq AS key,
    (SELECT max(seq) FROM promptcrafter.${table} WHERE ${column} = found.seq) AS last
  FROM (${key}) AS found`;

/**
 * The next rows, of which there is at least one whatever it weighs. Long texts are looked at only where
 * they are delivered: to know their length takes none of them.
 */
const toBatch = (table: string, column: string, record: string) => `
  SELECT seq, record FROM (
    SELECT seq, ${record} AS record,
      sum(octet_length(record)) OVER (ORDER BY seq) - octet_length(record) AS before
    FROM (
      SELECT * FROM promptcrafter.${table}
      WHERE ${column} = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT ${batchRows}
    ) AS listed
  ) AS measured
  WHERE before < ${batchBytes} ORDER BY seq`;

/** Logs of a deleted prompt are skipped here, and not in the index: a million of them take many batches. */
const unlessPurged = `CASE WHEN prompt IN (SELECT prompt FROM promptcrafter.purges)
  THEN NULL ELSE record END`;

const lists = {
  promptsOfUser: {
    start: toStart('prompts', 'owner', user),
    batch: toBatch('prompts', 'owner', 'record'),
  },
  logsOfUser: {
    start: toStart('logs', 'owner', user),
    batch: toBatch('logs', 'owner', unlessPurged),
  },
  logsOfPrompt: {
    start: toStart('logs', 'prompt', prompt),
    batch: toBatch('logs', 'prompt', 'record'),
  },
} as const;

export type ListName = keyof typeof lists;

/**
 * A list as it was when it began, but for what is deleted meanwhile. Each batch is a statement of its
 * own: a client may take hours over a list, and holds no connection and no transaction by it.
 */
export async function* readList(query: RunQuery, name: ListName, key: string): RecordPages {
  const { start, batch } = lists[name];
  const { rows: found } = await query(start, [key]);
  const last = found[0]?.last;
  if (last === undefined || last === null) return;
  let after: unknown = 0;
  while (after !== last) {
    const { rows } = await query(batch, [found[0]?.key, after, last]);
    const texts = rows.flatMap(({ record }) => (record === null ? [] : [String(record)]));
    if (texts.length > 0) yield texts;
    if (rows.length === 0) return;
    after = rows.at(-1)?.seq;
  }
}
