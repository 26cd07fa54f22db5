import { toEmailKey } from '../../api/email-key.ts';
import type { LogRecord, PromptRecord, UserRecord } from '../../api/records.ts';
import type { PromptChanges } from '../../api/store.ts';
import type { Setting } from '../data-store.ts';
import type { RunQuery } from './pool.ts';
import { isPlain, toStoredText, toStoredTitle } from './stored-text.ts';

/** What is done with one record; each of it is one statement, or can be made again as a whole. */
export interface Tables {
  findUser(id: string): Promise<UserRecord | undefined>;
  findUserByEmail(email: string): Promise<UserRecord | undefined>;
  findFirstUser(): Promise<UserRecord | undefined>;
  findPasswordHash(userId: string): Promise<string | undefined>;
  findPrompt(id: string): Promise<PromptRecord | undefined>;
  findFirstPrompt(): Promise<PromptRecord | undefined>;
  updatePrompt(id: string, changes: PromptChanges): Promise<PromptRecord | undefined>;
  /** Puts the prompt and its logs out of sight; gives the `seq` of logs that are still to delete. */
  deletePrompt(id: string): Promise<string | undefined>;
  findLog(id: string): Promise<LogRecord | undefined>;
  deleteLog(id: string): Promise<boolean>;
  readSetting(name: string): Promise<string | undefined>;
  /** `false` when there is one of this name. */
  addSetting(setting: Setting): Promise<boolean>;
}

/** Records of a user who was deleted by hand are nobody's. */
const isOwned = 'EXISTS (SELECT FROM promptcrafter.users WHERE users.seq = owner)';
const isNotPurged = 'prompt NOT IN (SELECT prompt FROM promptcrafter.purges)';

const findPromptText = `SELECT record AS text, revision FROM promptcrafter.prompts
  WHERE id = $1 AND ${isOwned}`;
const updatePromptText = `UPDATE promptcrafter.prompts
  SET search_title = $3, search_text = $4, record = $5, revision = revision + 1
  WHERE id = $1 AND revision = $2`;
const deletePromptText = `WITH gone AS (
    DELETE FROM promptcrafter.prompts WHERE id = $1 AND ${isOwned} RETURNING seq
  )
  INSERT INTO promptcrafter.purges (prompt) SELECT seq FROM gone RETURNING prompt AS text`;

export function createTables(query: RunQuery): Tables {
  async function readText(text: string, ...keys: readonly string[]): Promise<string | undefined> {
    if (!keys.every(isPlain)) return undefined;
    const { rows } = await query(text, keys);
    return rows[0] && String(rows[0].text);
  }

  async function readRecord<T>(text: string, ...keys: readonly string[]): Promise<T | undefined> {
    const record = await readText(text, ...keys);
    return record === undefined ? undefined : (JSON.parse(record) as T);
  }

  async function change(text: string, ...keys: readonly string[]): Promise<boolean> {
    if (!keys.every(isPlain)) return false;
    return (await query(text, keys)).count > 0;
  }

  return {
    findUser: (id) =>
      readRecord('SELECT record AS text FROM promptcrafter.users WHERE id = $1', id),
    findUserByEmail: (email) =>
      readRecord(
        'SELECT record AS text FROM promptcrafter.users WHERE email = $1',
        toEmailKey(email),
      ),
    findFirstUser: () =>
      readRecord('SELECT record AS text FROM promptcrafter.users ORDER BY seq LIMIT 1'),
    findPasswordHash: (userId) =>
      readText('SELECT password_hash AS text FROM promptcrafter.users WHERE id = $1', userId),

    findPrompt: (id) => readRecord(findPromptText, id),
    findFirstPrompt: () =>
      readRecord(`SELECT record AS text FROM promptcrafter.prompts WHERE ${isOwned}
        ORDER BY seq LIMIT 1`),

    async updatePrompt(id, changes) {
      if (!isPlain(id)) return undefined;
      // Made again where another instance was faster, so that no change undoes another.
      for (;;) {
        const { rows } = await query(findPromptText, [id]);
        if (!rows[0]) return undefined;
        const prompt = { ...JSON.parse(String(rows[0].text)), ...changes } as PromptRecord;
        const { count } = await query(updatePromptText, [
          id,
          rows[0].revision,
          toStoredTitle(prompt),
          toStoredText(prompt),
          JSON.stringify(prompt),
        ]);
        if (count > 0) return prompt;
      }
    },
    deletePrompt: (id) => readText(deletePromptText, id),

    findLog: (id) =>
      readRecord(
        `SELECT record AS text FROM promptcrafter.logs
          WHERE id = $1 AND ${isOwned} AND ${isNotPurged}`,
        id,
      ),
    deleteLog: (id) =>
      change(`DELETE FROM promptcrafter.logs WHERE id = $1 AND ${isOwned} AND ${isNotPurged}`, id),

    readSetting: (name) =>
      readText('SELECT value AS text FROM promptcrafter.settings WHERE name = $1', name),
    addSetting: ({ name, value }) =>
      change(
        'INSERT INTO promptcrafter.settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        name,
        value,
      ),
  };
}
