import type { RunQuery } from './pool.ts';
import { tables } from './schema.ts';

/** One step of the schema, from the version before it. */
export interface Migration {
  readonly version: number;
  /** Programs down to this version can work with the tables that the step leaves. */
  readonly readableBy: number;
  /**
   * Runs by itself, and can be run again if it was cut off. Requests are answered meanwhile: it must
   * not lock a table for longer than a moment.
   */
  run(query: RunQuery): Promise<void>;
  /**
   * Whether there is something left to do that could not be done before. It is looked at with every start,
   * also of a database that takes no changes.
   */
  isOpen?(query: RunQuery): Promise<boolean>;
}

/** In this order. A step that was released is never changed; a change of the tables is one more step. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    readableBy: 1,
    async run(query) {
      await query(`BEGIN; ${tables}
        INSERT INTO promptcrafter.settings (name, value) VALUES ('schema', '1 1'); COMMIT;`);
    },
  },
  {
    version: 2,
    readableBy: 1,
    async run(query) {
      const schema = await findTrigrams(query);
      if (schema === undefined) return;
      // An index that is made beside the writes waits for the statements of others, and stops nobody.
      await query('SET lock_timeout = 0');
      // What a run that was cut off has left is of no use.
      await query('DROP INDEX CONCURRENTLY IF EXISTS promptcrafter.prompts_by_text');
      await query(`CREATE INDEX CONCURRENTLY prompts_by_text ON promptcrafter.prompts
        USING gin (search_text "${schema.replaceAll('"', '""')}".gin_trgm_ops)`);
    },
    isOpen: isSearchIndexMissing,
  },
];

/** Somebody may have installed the extension, or allowed it, since the step was run. */
async function isSearchIndexMissing(query: RunQuery): Promise<boolean> {
  const { rows } = await query(`SELECT
    NOT EXISTS (
      SELECT FROM pg_index WHERE indexrelid = to_regclass('promptcrafter.prompts_by_text') AND indisvalid
    ) AND (
      EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')
      OR EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
        AND has_database_privilege(current_database(), 'CREATE')
    )
    AND has_schema_privilege('promptcrafter', 'CREATE')
    AND EXISTS (
      SELECT FROM pg_class WHERE oid = to_regclass('promptcrafter.prompts')
        AND pg_has_role(relowner, 'USAGE')
    )
    AND current_setting('transaction_read_only') = 'off' AS missing`);
  return rows[0]?.missing === true;
}

/** The schema of the extension that finds parts of words; `undefined` where it is not to be had. */
async function findTrigrams(query: RunQuery): Promise<string | undefined> {
  const find = async () => {
    const { rows } = await query(`SELECT nspname AS name FROM pg_extension
      JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_trgm'`);
    return rows[0] && String(rows[0].name);
  };
  const known = await find();
  if (known !== undefined) return known;
  try {
    await query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  } catch {
    // Not installed, or not allowed. Searches read all prompts of a user then.
    return undefined;
  }
  return find();
}
