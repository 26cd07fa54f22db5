import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PromptCrafterClient } from '../../src/index.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { cli, startServe } from './serve-process.ts';

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await createTemporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

async function write(name: string, content: string | Uint8Array | object): Promise<string> {
  const file = join(folder.path, name);
  const isReady = typeof content === 'string' || content instanceof Uint8Array;
  await writeFile(file, isReady ? content : JSON.stringify(content));
  return file;
}

describe('the encoding of a seed', () => {
  const json = JSON.stringify({ prompts: [{ _id: 'prompt104', title: 'Café 日本 🙂' }] });
  const utf16 = Buffer.from(`\ufeff${json}`, 'utf16le');

  it.each([
    ['UTF-8', Buffer.from(json)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${json}`)],
    ['UTF-16 with a mark', utf16],
    ['UTF-16 with a mark, the other way round', Buffer.from(utf16).swap16()],
  ])('can be %s', async (_, bytes) => {
    await using server = await startServe('--seed', await write('encoded.json', bytes));
    const client = new PromptCrafterClient({ baseUrl: server.url, token: server.token });

    expect(await client.getPromptById('prompt104')).toMatchObject({ title: 'Café 日本 🙂' });
  });

  it('is refused where it is none of these', async () => {
    const seed = await write(
      'latin1.json',
      Buffer.from('{"prompts":[{"title":"Café"}]}', 'latin1'),
    );
    const { code, stderr } = await runNode([cli, 'serve', '--port', '0', '--seed', seed]);

    expect(code).toBe(3);
    expect(stderr).toMatch(/^Failed to read the seed [^\n]+: it is neither UTF-8 nor UTF-16 /);
  });
});

describe('the password of a seeded user', () => {
  const logIn = (url: string, email: string, password: string) =>
    new PromptCrafterClient({ baseUrl: url, maxRetries: 0 }).login({ email, password });
  const findLogins = (lines: readonly string[]) =>
    lines.flatMap((line) => {
      const [, email, password] = /^Log in as (\S+) with the password (\S+)$/.exec(line) ?? [];
      return email && password ? [{ email, password }] : [];
    });

  it('is made up and printed where none is given, and no other gets in', async () => {
    const seed = await write('users.json', {
      users: [
        { email: 'ada@example.com' },
        { email: 'bob@example.com', password: 'bobs-secret' },
        {},
      ],
    });
    await using server = await startServe('--seed', seed);
    const logins = findLogins(server.lines);

    expect(logins.map(({ email }) => email)).toEqual([
      'ada@example.com',
      expect.stringMatching(/^[\da-f]{24}@example\.com$/),
    ]);
    expect(new Set(logins.map(({ password }) => password)).size).toBe(2);
    for (const { email, password } of logins) {
      expect(password.length).toBeGreaterThanOrEqual(16);
      await expect(logIn(server.url, email, password)).resolves.toHaveProperty('token');
      await expect(logIn(server.url, email, 'test-password')).rejects.toMatchObject({
        status: 401,
      });
    }
    await expect(logIn(server.url, 'bob@example.com', 'bobs-secret')).resolves.toBeDefined();
    expect(server.lines.join('\n')).not.toContain('bobs-secret');
  });

  it('is made up for the user whom a seed without users needs', async () => {
    await using server = await startServe('--seed', await write('none.json', { prompts: [{}] }));
    const [login] = findLogins(server.lines);

    await expect(
      logIn(server.url, login?.email ?? '', login?.password ?? ''),
    ).resolves.toHaveProperty('token');
  });

  it('is printed once, and stays', async () => {
    const seed = await write('once.json', { users: [{ email: 'ada@example.com' }] });
    const args = ['--data', join(folder.path, 'once.db'), '--seed', seed];
    const first = await startServe(...args);
    const [login] = findLogins(first.lines);
    await first.end('SIGTERM');
    await using second = await startServe(...args);

    expect(findLogins(second.lines)).toEqual([]);
    await expect(
      logIn(second.url, 'ada@example.com', login?.password ?? ''),
    ).resolves.toHaveProperty('token');
  });
});

it.each(['ada', 'ada@', ' ada@example.com', 'ada@example.com\u0000', 'a\u0301da@@example.com'])(
  'a seed with the email %j is refused',
  async (email) => {
    const seed = await write('email.json', { users: [{}, { email }] });
    const { code, stderr } = await runNode([cli, 'serve', '--port', '0', '--seed', seed]);

    expect(code).toBe(3);
    expect(stderr).toContain('users[1].email is no email');
  },
);
