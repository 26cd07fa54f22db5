import { toEmailKey } from '../../api/email-key.ts';
import type { LogRecord, PromptRecord } from '../../api/records.ts';
import type { NewRecords, NewUser, Refusal } from '../../api/store.ts';
import type { RunQuery } from './pool.ts';
import { isPlain, toStoredText, toStoredTitle } from './stored-text.ts';

/** The ids of those that were added. */
type Added = ReadonlySet<string>;

/** `n` is the place in the list, in whose order the records get their `seq`. */
const addUsersText = `INSERT INTO promptcrafter.users (id, email, password_hash, record)
  SELECT id, email, hash, record
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
    WITH ORDINALITY AS new (id, email, hash, record, n)
  ORDER BY n ON CONFLICT DO NOTHING RETURNING id`;

const addPromptsText = `INSERT INTO promptcrafter.prompts
    (id, owner, search_title, search_text, record)
  SELECT new.id, users.seq, title, content, new.record
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
    WITH ORDINALITY AS new (id, owner_id, title, content, record, n)
  JOIN promptcrafter.users ON users.id = owner_id
  ORDER BY n ON CONFLICT DO NOTHING RETURNING id`;

/** A log whose prompt is deleted at the same moment is out of sight, and is deleted soon after. */
const addLogsText = `INSERT INTO promptcrafter.logs (id, owner, prompt, record)
  SELECT new.id, users.seq, prompts.seq, new.record
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
    WITH ORDINALITY AS new (id, prompt_id, owner_id, record, n)
  JOIN promptcrafter.prompts ON prompts.id = prompt_id
  JOIN promptcrafter.users ON users.seq = prompts.owner AND users.id = coalesce(owner_id, users.id)
  ORDER BY n ON CONFLICT DO NOTHING RETURNING id`;

export function addUsers(query: RunQuery, given: readonly NewUser[]): Promise<Added> {
  const users = given.filter(({ user }) => isPlain(user._id));
  return add(query, addUsersText, [
    users.map(({ user }) => user._id),
    users.map(({ user }) => toEmailKey(user.email)),
    users.map(({ passwordHash }) => passwordHash),
    users.map(({ user }) => JSON.stringify(user)),
  ]);
}

export function addPrompts(query: RunQuery, given: readonly PromptRecord[]): Promise<Added> {
  const prompts = given.filter(({ _id, ownerId }) => isPlain(_id) && isPlain(ownerId));
  return add(query, addPromptsText, [
    prompts.map(({ _id }) => _id),
    prompts.map(({ ownerId }) => ownerId),
    prompts.map(toStoredTitle),
    prompts.map(toStoredText),
    prompts.map((prompt) => JSON.stringify(prompt)),
  ]);
}

/** A log, and the user whose prompt it may be of; without one, that of anybody. */
export interface NewLog {
  readonly log: LogRecord;
  readonly ownerId?: string | undefined;
}

export function addLogs(query: RunQuery, given: readonly NewLog[]): Promise<Added> {
  const logs = given.filter(
    ({ log, ownerId = '' }) => isPlain(log._id) && isPlain(log.promptId) && isPlain(ownerId),
  );
  return add(query, addLogsText, [
    logs.map(({ log }) => log._id),
    logs.map(({ log }) => log.promptId),
    logs.map(({ ownerId }) => ownerId ?? null),
    logs.map(({ log }) => JSON.stringify(log)),
  ]);
}

async function add(
  query: RunQuery,
  text: string,
  columns: readonly (readonly (string | null)[])[],
): Promise<Added> {
  if (columns[0]?.length === 0) return new Set();
  const { rows } = await query(text, columns);
  return new Set(rows.map(({ id }) => String(id)));
}

/** How many records, and of how many characters, are added by one statement. */
const mostRecords = 500;
const mostLength = 4 * 1024 * 1024;

/** Adds the records up to the first that is refused. Undoing those before it is up to the caller. */
export async function addInGroups(
  query: RunQuery,
  { users, prompts, logs }: NewRecords,
): Promise<Refusal | undefined> {
  for (const group of toGroups(users, ({ user }) => user.name)) {
    const ids = group.map(({ user }) => user._id);
    const id = findRefused(ids, await addUsers(query, group));
    if (id !== undefined) return { kind: 'user', id };
  }
  for (const group of toGroups(prompts, ({ content }) => content)) {
    const ids = group.map(({ _id }) => _id);
    const id = findRefused(ids, await addPrompts(query, group));
    if (id !== undefined) return { kind: 'prompt', id };
  }
  for (const group of toGroups(logs, ({ output }) => output)) {
    const ids = group.map(({ _id }) => _id);
    const id = findRefused(
      ids,
      await addLogs(
        query,
        group.map((log) => ({ log })),
      ),
    );
    if (id !== undefined) return { kind: 'log', id };
  }
  return undefined;
}

function* toGroups<T>(items: readonly T[], toText: (item: T) => string): Generator<readonly T[]> {
  let group: T[] = [];
  let length = 0;
  for (const item of items) {
    group.push(item);
    length += toText(item).length;
    if (group.length < mostRecords && length < mostLength) continue;
    yield group;
    group = [];
    length = 0;
  }
  if (group.length > 0) yield group;
}

/** The first that was not added: another has its id, or what it belongs to is not there. */
function findRefused(ids: readonly string[], added: Added): string | undefined {
  const left = new Set(added);
  return ids.find((id) => !left.delete(id));
}
