import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { openPostgresStore } from '../../src/serve/postgres/postgres-store.ts';
import { describeStore } from '../api/store-suite.ts';
import { type PostgresServer, startPostgres } from '../support/postgres/start-postgres.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server[Symbol.asyncDispose]());

async function open(url?: string) {
  const store = await openPostgresStore(url ?? (await server.createDatabase()), (error) => {
    throw error;
  });
  onTestFinished(() => store.close());
  return store;
}

describeStore('the store in a PostgreSQL database', () => open());
