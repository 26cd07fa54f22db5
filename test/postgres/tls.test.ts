import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgresStore } from '../../src/serve/postgres/postgres-store.ts';
import { type PostgresServer, startPostgres } from '../support/postgres/start-postgres.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let server: PostgresServer;

const inFolder = (name: string) => join(folder.path, name);

/** Makes a certificate that signs itself. */
async function certify(name: string, host: string): Promise<void> {
  const { code, stderr } = await runCommand('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-days', '2', '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`],
    ...['-keyout', inFolder(`${name}.key`), '-out', inFolder(`${name}.crt`)],
  ]);
  if (code !== 0) throw new Error(stderr);
}

beforeAll(async () => {
  folder = await createTemporaryFolder();
  await certify('server', 'localhost');
  await certify('other', 'localhost');
  const hba = ['host all postgres all trust', 'hostssl all careful all trust'];
  server = await startPostgres(
    { ssl: 'on' },
    {
      'pg_hba.conf': hba.join('\n'),
      'server.crt': readFileSync(inFolder('server.crt'), 'utf8'),
      'server.key': readFileSync(inFolder('server.key'), 'utf8'),
    },
  );
  await server.run('CREATE DATABASE data');
  await server.run('CREATE ROLE careful SUPERUSER LOGIN');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** Opens the store, and says whether its connections are encrypted. */
async function open(host: string, parameters: string, user = 'postgres'): Promise<boolean> {
  const url = `postgres://${user}@${host}:${server.port}/data?application_name=tls&${parameters}`;
  const store = await openPostgresStore(url, () => {});
  try {
    await store.check();
    const [row] = await server.run(
      `SELECT bool_and(ssl) AS ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
        WHERE application_name = 'tls'`,
    );
    return row?.ssl === true;
  } finally {
    await store.close();
  }
}

it.each([
  ['sslmode=disable', false],
  ['sslmode=allow', false],
  ['sslmode=prefer', true],
  ['', true],
  ['sslmode=require', true],
])('%j encrypts: %j', async (parameters, isEncrypted) => {
  expect(await open('127.0.0.1', parameters)).toBe(isEncrypted);
});

it('"sslmode=allow" encrypts where the server insists on it', async () => {
  expect(await open('127.0.0.1', 'sslmode=allow', 'careful')).toBe(true);
  await expect(open('127.0.0.1', 'sslmode=disable', 'careful')).rejects.toThrow(
    'it does not let this user in',
  );
});

it('checks who has signed the certificate, and whose it is', async () => {
  const known = `sslrootcert=${inFolder('server.crt')}`;
  const other = `sslrootcert=${inFolder('other.crt')}`;
  expect(await open('127.0.0.1', `sslmode=verify-ca&${known}`)).toBe(true);
  expect(await open('localhost', `sslmode=verify-full&${known}`)).toBe(true);
  await expect(open('127.0.0.1', `sslmode=verify-full&${known}`)).rejects.toThrow(
    'its certificate is that of another host',
  );
  for (const mode of ['require', 'verify-ca', 'verify-full']) {
    await expect(open('localhost', `sslmode=${mode}&${other}`)).rejects.toThrow(
      'nobody known has signed its certificate',
    );
  }
  await expect(open('localhost', 'sslmode=verify-full&sslrootcert=system')).rejects.toThrow(
    'nobody known has signed its certificate',
  );
});

it.each([
  ['sslmode=verify-full', 'there are no certificates of authorities at'],
  ['sslmode=verify-ca&sslrootcert=/nowhere.crt', 'there are no certificates of authorities at'],
  ['sslmode=always', 'its sslmode is none of disable, allow, prefer,'],
  ['sslmode=require&sslcert=/nowhere.crt', '/nowhere.crt cannot be read'],
])('refuses %j', async (parameters, reason) => {
  await expect(open('localhost', parameters)).rejects.toThrow(reason);
});

it('falls back from "prefer" where the server has no TLS', async () => {
  await using plain = await startPostgres();
  const url = await plain.createDatabase();
  const store = await openPostgresStore(`${url}?sslmode=prefer`, () => {});
  await store.check();
  await store.close();
});
