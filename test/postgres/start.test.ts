import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openPostgresStore } from '../../src/serve/postgres/postgres-store.ts';
import { cli } from '../cli/serve-process.ts';
import { type PostgresServer, startPostgres } from '../support/postgres/start-postgres.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

let server: PostgresServer;

beforeAll(async () => {
  const hba = [
    'host all postgres all trust',
    'host all ada all scram-sha-256',
    'host all old all md5',
    'host all eve all reject',
  ];
  server = await startPostgres({}, { 'pg_hba.conf': hba.join('\n') });
  await server.run(`CREATE ROLE ada LOGIN PASSWORD 'se:cr/e@t'; CREATE ROLE eve LOGIN;
    SET password_encryption = md5; CREATE ROLE old LOGIN PASSWORD 'aged'`);
  await server.run('CREATE DATABASE shared OWNER ada');
});
afterAll(() => server[Symbol.asyncDispose]());

const secret = 'se%3Acr%2Fe%40t';

/** Runs the program with a URL that it cannot use. */
async function fail(data: string, env: Record<string, string> = {}) {
  const start = performance.now();
  const { code, stdout, stderr } = await runNode([cli, 'serve', '--port', '0', '--data', data], {
    env,
  });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/^Failed to open [^\n]+\n$/);
  expect(stderr).not.toContain('wrong');
  expect(performance.now() - start).toBeLessThan(30_000);
  return stderr;
}

describe('a database that cannot be used', () => {
  const at = (login: string, database = 'shared', parameters = '') =>
    `postgres://${login}@127.0.0.1:${server.port}/${database}${parameters}`;

  it.each([
    ['a wrong password', () => at('ada:wrong'), 'it does not accept the password.'],
    ['no password', () => at('ada'), 'it asks for a password, and there is none that fits.'],
    ['a user who may not come in', () => at('eve:wrong'), 'it does not let this user in.'],
    ['a database that is not there', () => at('postgres', 'nothing'), 'there is no such database.'],
    [
      'TLS where there is none',
      () => at('ada:wrong', 'shared', '?sslmode=require'),
      'it offers no TLS, which sslmode asks for.',
    ],
    [
      'a parameter that is misspelt',
      () => at('ada:wrong', 'shared', '?ssl_mode=require'),
      "it has a parameter that is not known, 'ssl_mode'.",
    ],
    [
      'a host that is not there',
      () => 'postgres://ada:wrong@nothing.invalid/shared',
      'there is no such host.',
    ],
    ['several hosts', () => 'postgres://ada:wrong@a,b/shared', 'it names several hosts'],
  ])('is told in one line, without the password: %s', async (_case, toUrl, reason) => {
    expect(await fail(toUrl())).toContain(`***@`);
    expect(await fail(toUrl())).toContain(`: ${reason}`);
  });

  it('is told where nothing listens, and where nobody answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;

    const [first, second] = await Promise.all([
      fail('postgres://ada:wrong@127.0.0.1:9/shared'),
      fail(`postgres://ada:wrong@127.0.0.1:${port}/shared`),
    ]);
    expect(first).toContain('nothing listens there.');
    expect(second).toContain('it does not answer.');
  });

  it('is told where its encoding is not UTF-8', async () => {
    await server.run(`CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1
      LC_COLLATE 'C' LC_CTYPE 'C'`);
    expect(await fail(at('postgres', 'latin'))).toContain('its encoding is LATIN1');
  });
});

describe('a password', () => {
  async function open(url: string) {
    const store = await openPostgresStore(url, () => {});
    onTestFinished(() => store.close());
    return store.check();
  }
  const toUrl = (login: string) => `postgres://${login}@127.0.0.1:${server.port}/shared`;

  it('is taken from the URL', async () => {
    await open(toUrl(`ada:${secret}`));
  });

  it('is taken from PGPASSWORD', async () => {
    vi.stubEnv('PGPASSWORD', 'se:cr/e@t');
    onTestFinished(() => void vi.unstubAllEnvs());
    await open(toUrl('ada'));
  });

  it('is taken from the file of passwords, if nobody else can read it', async () => {
    await using folder = await createTemporaryFolder();
    const file = join(folder.path, 'passwords');
    await writeFile(file, `127.0.0.1:*:shared:ada:se\\:cr/e@t\n`, { mode: 0o600 });
    vi.stubEnv('PGPASSFILE', file);
    onTestFinished(() => void vi.unstubAllEnvs());
    await open(toUrl('ada'));
    await chmod(file, 0o644);
    await expect(open(toUrl('ada'))).rejects.toThrow('it asks for a password');
  });

  it('may be stored in the old way', async () => {
    await open(toUrl('old:aged')).catch((error: Error) => {
      // The tables are Ada's. What counts is that the login was accepted.
      expect(error.message).toContain('its user may not do that.');
    });
  });
});
