import { afterAll, beforeAll } from 'vitest';
import { describeContract } from '../contract/contract-suite.ts';
import { openServe } from '../contract/open-serve.ts';
import { type PostgresServer, startPostgres } from '../support/postgres/start-postgres.ts';

let server: PostgresServer;
let database: string;

beforeAll(async () => {
  server = await startPostgres();
  database = await server.createDatabase();
  // Makes the tables.
  await (await openServe(Date.now, database)).close();
});
afterAll(() => server[Symbol.asyncDispose]());

describeContract('serve, with a PostgreSQL database', async (now) => {
  // Sooner done than a new database for each of hundreds of tests.
  const tables = ['users', 'prompts', 'logs', 'purges'].map((name) => `promptcrafter.${name}`);
  await server.run(`TRUNCATE ${tables.join(', ')}`, new URL(database).pathname.slice(1));
  return openServe(now, database);
});
