/** Says that a database is one of ours: `PrCr`, in the file's header. */
export const applicationId = 0x50724372;

/** Goes up with every change of the tables below, which then needs an upgrade from those before. */
export const schemaVersion = 2;

/**
 * A `seq` is never given again: were it that of a user whom somebody has deleted by hand, their
 * prompts would be the next one's.
 */
const users = `
  CREATE TABLE users (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
`;

/**
 * Records are kept as the JSON texts that are sent, which holds every character and every field; the
 * other columns are there to find them by. `seq` is the order of adding. That of a prompt is never
 * given again, since `purges` names deleted prompts whose logs are still being deleted.
 */
export const schema = `
  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
${users}
  CREATE TABLE prompts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    owner INTEGER NOT NULL,
    search_text TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX prompts_by_owner ON prompts (owner);

  CREATE TABLE logs (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner INTEGER NOT NULL,
    prompt INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX logs_by_owner ON logs (owner);
  CREATE INDEX logs_by_prompt ON logs (prompt);

  CREATE TABLE purges (
    prompt INTEGER PRIMARY KEY
  ) STRICT;
`;

/** From version 1, whose users could get the `seq` of one before. */
export const upgradeFrom1 = `
  ALTER TABLE users RENAME TO users_1;
${users}
  INSERT INTO users SELECT seq, id, email, password_hash, record FROM users_1;
  DROP TABLE users_1;
  DELETE FROM sqlite_sequence WHERE name = 'users';
  INSERT INTO sqlite_sequence (name, seq) SELECT 'users', max(
    coalesce((SELECT max(seq) FROM users), 0),
    coalesce((SELECT max(owner) FROM prompts), 0),
    coalesce((SELECT max(owner) FROM logs), 0)
  );
`;
