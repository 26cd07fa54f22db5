/**
 * Records are kept as the JSON texts that are sent, which holds every character and every field; the
 * other columns are there to find them by. `seq` is the order of adding, over all instances, and is
 * never given again. Texts are compared byte by byte, whatever the database's language.
 */
export const tables = `
  -- Whoever may make no schema can be given one.
  DO $$ BEGIN
    IF to_regnamespace('promptcrafter') IS NULL THEN CREATE SCHEMA promptcrafter; END IF;
  END $$;

  CREATE TABLE promptcrafter.settings (
    name text COLLATE "C" PRIMARY KEY,
    value text NOT NULL
  );

  CREATE TABLE promptcrafter.users (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    email text COLLATE "C" NOT NULL UNIQUE,
    password_hash text NOT NULL,
    record text NOT NULL
  );

  CREATE TABLE promptcrafter.prompts (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    owner bigint NOT NULL,
    revision integer NOT NULL DEFAULT 0,
    search_title text COLLATE "C" NOT NULL,
    search_text text COLLATE "C" NOT NULL,
    record text NOT NULL
  );
  CREATE INDEX prompts_by_owner ON promptcrafter.prompts (owner, seq);

  CREATE TABLE promptcrafter.logs (
    id text COLLATE "C" PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    owner bigint NOT NULL,
    prompt bigint NOT NULL,
    record text NOT NULL
  );
  CREATE INDEX logs_by_owner ON promptcrafter.logs (owner, seq);
  CREATE INDEX logs_by_prompt ON promptcrafter.logs (prompt, seq);

  CREATE TABLE promptcrafter.purges (
    prompt bigint PRIMARY KEY,
    since timestamptz NOT NULL DEFAULT now()
  );
`;
