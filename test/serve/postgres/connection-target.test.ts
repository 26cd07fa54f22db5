import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { resolveTarget } from '../../../src/serve/postgres/connection-target.ts';

async function resolve(url: string, environment: Record<string, string> = {}) {
  const { config, connectMs } = resolveTarget(url, environment);
  const { host, port, user, database, password, application_name } = config;
  const secret = typeof password === 'function' ? await password() : password;
  return { host, port, user, database, password: secret, application_name, connectMs };
}

const nowhere = { PGPASSFILE: '/nowhere' };

it('reads what a URL says', async () => {
  expect(
    await resolve(
      'postgresql://a%40b:p%3Aw@db.example.com:5433/a%2Fb?application_name=us',
      nowhere,
    ),
  ).toEqual({
    host: 'db.example.com',
    port: 5433,
    user: 'a@b',
    database: 'a/b',
    password: 'p:w',
    application_name: 'us',
    connectMs: 3_000,
  });
});

it.each([
  ['postgres://ada@[::1]/x', { host: '::1', port: 5432 }],
  ['postgres://ada@%2Ftmp%2Fpg/x', { host: '/tmp/pg' }],
  ['postgres://ada@/x?host=/tmp/pg&port=6000', { host: '/tmp/pg', port: 6000 }],
  ['postgres:///?user=ada&dbname=x&host=db', { host: 'db', user: 'ada', database: 'x' }],
  ['postgres://ada:secret@:6000/x', { user: 'ada', password: 'secret', port: 6000 }],
  ['postgres://ada@db', { database: 'ada' }],
  ['postgres://db', { user: userInfo().username, database: userInfo().username }],
  ['postgres://db?connect_timeout=2', { connectMs: 2_000 }],
  ['postgres://db?connect_timeout=300', { connectMs: 10_000 }],
  ['postgres://db?connect_timeout=0', { connectMs: 3_000 }],
  ['postgres://ada@db?hostaddr=10.0.0.1', { host: '10.0.0.1' }],
])('takes what a URL leaves out for granted, as libpq does: %s', async (url, expected) => {
  expect(await resolve(url, nowhere)).toMatchObject(expected);
});

it('takes what a URL leaves out from the environment, and only that', async () => {
  const environment = {
    PGHOST: 'db',
    PGPORT: '6000',
    PGUSER: 'ada',
    PGDATABASE: 'x',
    PGPASSWORD: 'secret',
    PGAPPNAME: 'us',
    PGCONNECT_TIMEOUT: '5',
  };
  const all = {
    host: 'db',
    port: 6000,
    user: 'ada',
    database: 'x',
    password: 'secret',
    application_name: 'us',
    connectMs: 5_000,
  };
  expect(await resolve('postgres://', environment)).toEqual(all);
  expect(await resolve('postgres://bob@other:7000/y', environment)).toEqual({
    ...all,
    host: 'other',
    port: 7000,
    user: 'bob',
    database: 'y',
  });
});

it.each([
  ['postgres://ada@db:0/x', 'its port is no number from 1 to 65535'],
  ['postgres://ada@a,b/x', 'it names several hosts'],
  ['postgres://ada@a:1,b:2/x', 'it names several hosts'],
  ['postgres://ada:p@ss@:w@db:x/y', 'it is no URL that can be read'],
  ['postgres://ada:100%@db/x', 'it has a % that stands for no character'],
  ['postgres://db/x?ssl=true', "it has a parameter that is not known, 'ssl'"],
  [
    'postgres://ada:12?hunter2@db/pc',
    'it has a ? or & that belongs to no parameter: in a password they are written as %3F and %26',
  ],
  ['postgres://db/x?toString=1', 'it has a ? or & that belongs to no parameter'],
])('refuses %s', async (url, reason) => {
  await expect(resolve(url)).rejects.toThrow(reason);
});
