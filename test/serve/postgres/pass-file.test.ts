import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findPassword, readPassFile } from '../../../src/serve/postgres/pass-file.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const key = { host: 'db', port: 5432, database: 'x', user: 'ada' };

it.each([
  ['db:5432:x:ada:secret', 'secret'],
  ['*:*:*:*:secret', 'secret'],
  ['db:5432:x:bob:no\n*:*:*:ada:first\n*:*:*:*:second', 'first'],
  ['#db:5432:x:ada:no\r\ndb:5432:x:ada:secret\r\n', 'secret'],
  ['db:5432:x:ada:a\\:b\\\\c', 'a:b\\c'],
  ['db:5432:x:ada:', ''],
  ['db:5432:x:ada', undefined],
  ['db:5433:x:ada:secret', undefined],
  ['', undefined],
])('of %j takes %j', (text, password) => {
  expect(findPassword(text, key)).toBe(password);
});

it('knows the folder of a socket as localhost, and a host with colons', () => {
  expect(findPassword('localhost:*:*:*:secret', { ...key, host: '/tmp' })).toBe('secret');
  expect(findPassword('\\:\\:1:*:*:*:secret', { ...key, host: '::1' })).toBe('secret');
});

it('reads no file that others can read, and needs none', async () => {
  await using folder = await createTemporaryFolder();
  const file = join(folder.path, 'passwords');
  expect(readPassFile(file, key)).toBeUndefined();
  await writeFile(file, '*:*:*:*:secret', { mode: 0o600 });
  expect(readPassFile(file, key)).toBe('secret');
  await chmod(file, 0o640);
  expect(readPassFile(file, key)).toBeUndefined();
});
