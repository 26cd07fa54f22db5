import { expect, it } from 'vitest';
import { createScryptPasswords } from '../../src/serve/passwords.ts';

const passwords = createScryptPasswords(2);

it('knows a password by its hash', async () => {
  const hash = await passwords.hash('a-long-secret');

  expect(await passwords.isMatch('a-long-secret', hash)).toBe(true);
  expect(await passwords.isMatch('another-secret', hash)).toBe(false);
  expect(hash).not.toContain('secret');
});

it('gives the same password another hash each time', async () => {
  expect(await passwords.hash('a-long-secret')).not.toBe(await passwords.hash('a-long-secret'));
});

it('knows hashes that were made at another cost', async () => {
  const hash = await createScryptPasswords(4).hash('a-long-secret');

  expect(await passwords.isMatch('a-long-secret', hash)).toBe(true);
});

it('matches nothing with the hash of nobody', async () => {
  expect(await passwords.isMatch('', undefined)).toBe(false);
});
