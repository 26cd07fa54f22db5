import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { toEmailKey } from '../../api/email-key.ts';
import type { LogRecord, PromptRecord, UserRecord } from '../../api/records.ts';
import { toSearchText } from '../../api/search.ts';
import { addInTurn, type NewRecords, type PromptChanges, type Refusal } from '../../api/store.ts';
import type { Setting } from '../data-store.ts';

/** A row of a list that is read in parts: the text is `null` where the row is not wanted. */
export interface ListRow {
  readonly seq: number;
  readonly text: string | null;
}

/** The rows of a list that come after one, up to the last that was there when it began. */
export type ReadRows = (after: number) => Iterable<ListRow>;

/** What is done with the tables; all of it at once, and none of it in a transaction of its own. */
export interface Tables {
  addUser(user: UserRecord, passwordHash: string): boolean;
  findUser(id: string): UserRecord | undefined;
  findUserByEmail(email: string): UserRecord | undefined;
  findFirstUser(): UserRecord | undefined;
  findPasswordHash(userId: string): string | undefined;
  addPrompt(prompt: PromptRecord): boolean;
  findPrompt(id: string): PromptRecord | undefined;
  findFirstPrompt(): PromptRecord | undefined;
  updatePrompt(id: string, changes: PromptChanges): PromptRecord | undefined;
  /** Puts the prompt and its logs out of sight; gives the `seq` of logs that are still to delete. */
  deletePrompt(id: string): number | undefined;
  addLog(log: LogRecord, ownerId?: string): boolean;
  findLog(id: string): LogRecord | undefined;
  deleteLog(id: string): boolean;

  listPrompts(ownerId: string): ReadRows;
  /** What is searched of each prompt, where a word is found in it. */
  listSearchTexts(ownerId: string, word: string): ReadRows;
  readPromptText(seq: number): string | undefined;
  listLogs(ownerId: string): ReadRows;
  listLogsByPrompt(promptId: string): ReadRows;

  /** The prompts that are deleted, though not all of their logs. */
  purges(): number[];
  /** Deletes some logs of a deleted prompt; `false` when none is left. */
  purgeSome(prompt: number): boolean;

  readSetting(name: string): string | undefined;
  /** `false` when there is one of this name. */
  addSetting(setting: Setting): boolean;

  /** Adds all of the records, or none and returns the first that was refused. */
  addAll(records: NewRecords): Refusal | undefined;
}

const isListed = 'seq > :after AND seq <= :last';
const isPromptOfOwner = `owner = (SELECT seq FROM users WHERE id = :key) AND ${isListed}`;
/** Records of a user who was deleted by hand are nobody's. */
const isOwned = 'EXISTS (SELECT 1 FROM users WHERE users.seq = owner)';
const isNotPurged = 'prompt NOT IN (SELECT prompt FROM purges)';

export function createTables(database: DatabaseSync): Tables {
  const prepare = (sql: string) => database.prepare(sql);
  const statements = {
    addUser: prepare(`INSERT INTO users (id, email, password_hash, record)
      VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`),
    findUser: prepare('SELECT record FROM users WHERE id = ?'),
    findUserByEmail: prepare('SELECT record FROM users WHERE email = ?'),
    findPasswordHash: prepare('SELECT password_hash FROM users WHERE id = ?'),
    findFirstUser: prepare('SELECT record FROM users ORDER BY seq LIMIT 1'),

    addPrompt: prepare(`INSERT INTO prompts (id, owner, search_text, record)
      SELECT ?, seq, ?, ? FROM users WHERE id = ? ON CONFLICT DO NOTHING`),
    findPrompt: prepare(`SELECT record FROM prompts WHERE id = ? AND ${isOwned}`),
    updatePrompt: prepare('UPDATE prompts SET search_text = ?, record = ? WHERE id = ?'),
    deletePrompt: prepare(`DELETE FROM prompts WHERE id = ? AND ${isOwned} RETURNING seq`),
    findFirstPrompt: prepare(`SELECT record FROM prompts WHERE ${isOwned} ORDER BY seq LIMIT 1`),

    addLog: prepare(`INSERT INTO logs (id, owner, prompt, record)
      SELECT :id, owner, seq, :record FROM prompts WHERE id = :promptId
        AND EXISTS (SELECT 1 FROM users WHERE users.seq = owner AND users.id = ifnull(:ownerId, users.id))
      ON CONFLICT DO NOTHING`),
    findLog: prepare(`SELECT record FROM logs WHERE id = ? AND ${isOwned} AND ${isNotPurged}`),
    deleteLog: prepare(`DELETE FROM logs WHERE id = ? AND ${isOwned} AND ${isNotPurged}`),

    listPrompts: prepare(`SELECT seq, record AS text FROM prompts
      WHERE ${isPromptOfOwner} ORDER BY seq`),
    listSearchTexts: prepare(`SELECT seq, iif(instr(search_text, :word), search_text, NULL) AS text
      FROM prompts WHERE ${isPromptOfOwner} ORDER BY seq`),
    readPromptText: prepare('SELECT record FROM prompts WHERE seq = ?'),
    listLogs: prepare(`SELECT seq, record AS text FROM logs
      WHERE ${isPromptOfOwner} AND ${isNotPurged} ORDER BY seq`),
    listLogsByPrompt: prepare(`SELECT seq, record AS text FROM logs
      WHERE prompt = (SELECT seq FROM prompts WHERE id = :key) AND ${isListed} ORDER BY seq`),
    lastPrompt: prepare('SELECT max(seq) AS seq FROM prompts'),
    lastLog: prepare('SELECT max(seq) AS seq FROM logs'),

    addPurge: prepare('INSERT INTO purges (prompt) VALUES (?)'),
    removePurge: prepare('DELETE FROM purges WHERE prompt = ?'),
    purges: prepare('SELECT prompt FROM purges'),
    purgeSome: prepare(`DELETE FROM logs WHERE seq IN
      (SELECT seq FROM logs WHERE prompt = ? LIMIT 200)`),

    readSetting: prepare('SELECT value FROM settings WHERE name = ?'),
    addSetting: prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING'),
  };

  const findPrompt = (id: string) => readRecord<PromptRecord>(statements.findPrompt, id);
  const adding = {
    addUser: (user: UserRecord, passwordHash: string) =>
      run(statements.addUser, user._id, toEmailKey(user.email), passwordHash, JSON.stringify(user)),
    addPrompt: (prompt: PromptRecord) =>
      run(
        statements.addPrompt,
        prompt._id,
        toSearchText(prompt),
        JSON.stringify(prompt),
        prompt.ownerId,
      ),
    addLog: (log: LogRecord, ownerId?: string) =>
      statements.addLog.run({
        id: log._id,
        record: JSON.stringify(log),
        promptId: log.promptId,
        ownerId: ownerId ?? null,
      }).changes > 0,
  };

  return {
    ...adding,
    findUser: (id) => readRecord<UserRecord>(statements.findUser, id),
    findUserByEmail: (email) =>
      readRecord<UserRecord>(statements.findUserByEmail, toEmailKey(email)),
    findFirstUser: () => readRecord<UserRecord>(statements.findFirstUser),
    findPasswordHash: (userId) => readText(statements.findPasswordHash, 'password_hash', userId),

    findPrompt,
    findFirstPrompt: () => readRecord<PromptRecord>(statements.findFirstPrompt),
    updatePrompt(id, changes) {
      const before = findPrompt(id);
      if (!before) return undefined;
      const prompt = { ...before, ...changes };
      run(statements.updatePrompt, toSearchText(prompt), JSON.stringify(prompt), id);
      return prompt;
    },
    deletePrompt(id) {
      const seq = statements.deletePrompt.get(id)?.seq;
      if (typeof seq !== 'number') return undefined;
      run(statements.addPurge, seq);
      return seq;
    },

    findLog: (id) => readRecord<LogRecord>(statements.findLog, id),
    deleteLog: (id) => run(statements.deleteLog, id),

    listPrompts: (key) => readList(statements.listPrompts, statements.lastPrompt, { key }),
    listSearchTexts: (key, word) =>
      readList(statements.listSearchTexts, statements.lastPrompt, { key, word }),
    readPromptText: (seq) => readText(statements.readPromptText, 'record', seq),
    listLogs: (key) => readList(statements.listLogs, statements.lastLog, { key }),
    listLogsByPrompt: (key) => readList(statements.listLogsByPrompt, statements.lastLog, { key }),

    purges: () => statements.purges.all().map(({ prompt }) => Number(prompt)),
    purgeSome(prompt) {
      const isAnyLeft = run(statements.purgeSome, prompt);
      if (!isAnyLeft) run(statements.removePurge, prompt);
      return isAnyLeft;
    },

    readSetting: (name) => readText(statements.readSetting, 'value', name),
    addSetting: ({ name, value }) => run(statements.addSetting, name, value),

    addAll(records) {
      // A transaction is open already, in which other requests change something too.
      database.exec('SAVEPOINT all_or_none');
      const refusal = addInTurn(adding, records);
      if (refusal) database.exec('ROLLBACK TO all_or_none');
      database.exec('RELEASE all_or_none');
      return refusal;
    },
  };
}

/** Whether anything was changed. */
function run(statement: StatementSync, ...values: SQLInputValue[]): boolean {
  return statement.run(...values).changes > 0;
}

function readText(
  statement: StatementSync,
  column: string,
  ...keys: SQLInputValue[]
): string | undefined {
  const value = statement.get(...keys)?.[column];
  return typeof value === 'string' ? value : undefined;
}

function readRecord<T>(statement: StatementSync, ...keys: SQLInputValue[]): T | undefined {
  const text = readText(statement, 'record', ...keys);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

function readList(
  list: StatementSync,
  lastOne: StatementSync,
  values: Record<string, string>,
): ReadRows {
  const last = lastOne.get()?.seq ?? 0;
  return (after) =>
    list.iterate({ ...values, after, last }) as Iterable<unknown> as Iterable<ListRow>;
}
