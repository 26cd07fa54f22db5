import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

const inFolder = (name: string) => join(folder.path, name);

async function write(name: string, content: unknown): Promise<string> {
  await writeFile(inFolder(name), typeof content === 'string' ? content : JSON.stringify(content));
  return inFolder(name);
}

const run = (...args: string[]) => runNode([cli, ...args]);

it.each([
  ['serve', '--help'],
  ['serve', '-h'],
  ['help', 'serve'],
])('explains itself: %s %s', async (...args) => {
  const { code, stdout, stderr } = await run(...args);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const option of [
    '--port',
    '--host',
    '--data',
    '--seed',
    '--demo',
    '--behind-proxy',
    '--quiet',
    '--help',
  ]) {
    expect(stdout).toContain(option);
  }
});

describe('what cannot be', () => {
  async function expectRefusal(args: string[], reason: string): Promise<void> {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).toMatch(/^Failed to [^\n]+: [^\n]+\. [^\n]+\.\n$/);
  }

  it.each([
    [['serve', '--prot', '1'], "unknown option '--prot'"],
    [['serve', '--port'], 'argument missing'],
    [['serve', '--port', 'x'], 'a port is a number from 0 to 65535'],
    [['serve', '--port', '65536'], 'a port is a number from 0 to 65535'],
    [['serve', '--port', '6000'], 'no browser and no fetch asks the port 6000'],
    [['serve', '--port', '22'], 'no browser and no fetch asks the port 22'],
    [['serve', 'now'], "'now' is one argument too many"],
  ])('is said of the arguments %j', (args, reason) => expectRefusal(args, reason));

  it('is said of a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };

    await expectRefusal(['serve', '--port', `${port}`], 'the port is taken');
    other.close();
  });

  it.each([
    ['a file that is no database', 'Some text. '.repeat(1000), 'it is damaged, or no database'],
    ['a file with half a header', 'SQLite format 3\u0000\u0010', 'it is damaged, or no database'],
  ])('is said of %s', async (_case, content, reason) => {
    const file = await write('broken.db', content);

    await expectRefusal(['serve', '--data', file], reason);
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it.each([
    ['of another program', 'PRAGMA user_version = 1', 'it belongs to another program'],
    [
      'of another version',
      'PRAGMA application_id = 0x50724372; PRAGMA user_version = 99',
      'another version of promptcrafter-client wrote it',
    ],
  ])('is said of a database %s', async (name, sql, reason) => {
    const file = inFolder(`${name}.db`);
    const database = new DatabaseSync(file);
    database.exec(`CREATE TABLE notes (text); ${sql}`);
    database.close();
    const before = await readFile(file);

    await expectRefusal(['serve', '--data', file], reason);
    expect(await readFile(file)).toEqual(before);
  });

  it('is said of a folder and of a file in none', async () => {
    await expectRefusal(['serve', '--data', folder.path], 'it is a folder');
    await expectRefusal(['serve', '--data', inFolder('none/data.db')], 'its folder does not exist');
  });

  it('is said of a data file that another process serves', async () => {
    const file = inFolder('served.db');
    await using _first = await startServe('--data', file);

    await expectRefusal(['serve', '--data', file, '--port', '0'], 'another process has it open');
  });

  it.each([
    ['{', 'it is no JSON'],
    ['[]', 'it is no object'],
    [{ user: [] }, "it may hold no 'user'"],
    [{ users: [{}, { email: 5 }] }, 'users[1].email is of the wrong type'],
    [{ logs: [{ promptId: 'none' }] }, 'there is no prompt none'],
  ])('is said of the seed %j', async (content, reason) => {
    await expectRefusal(['serve', '--seed', await write('seed.json', content)], reason);
  });

  it('is said of a seed that is not there', async () => {
    await expectRefusal(['serve', '--seed', inFolder('none.json')], 'there is no such file');
  });

  it('leaves nothing of a seed behind that fails half-way', async () => {
    const file = inFolder('half.db');
    const seed = await write('half.json', { users: [{}], logs: [{ promptId: 'none' }] });
    await expectRefusal(['serve', '--data', file, '--seed', seed], 'there is no prompt none');
    await using good = await startServe(
      ...['--data', file, '--seed', await write('good.json', { users: [{}] })],
    );

    expect(good.token).toBeDefined();
  });
});

describe('serve', () => {
  it('prints what to export, and serves a client that does', async () => {
    const seed = await write('seed.json', {
      users: [{ email: 'ada@example.com', password: 'a-long-secret' }],
      prompts: [{ _id: 'prompt104' }],
    });
    await using server = await startServe('--seed', seed);
    const client = new PromptCrafterClient({ baseUrl: server.url, token: server.token });

    await client.createLog({ promptId: 'prompt104', output: 'Yes.', modelUsed: 'gpt-4o' });
    await client.login({ email: 'ada@example.com', password: 'a-long-secret' });
    expect(await client.getLogsByPrompt('prompt104')).toMatchObject([{ output: 'Yes.' }]);
  });

  it('prints no token without a seed, and how somebody gets in', async () => {
    await using server = await startServe();

    expect(server.token).toBeUndefined();
    expect(server.lines).toContain(
      'Nobody has signed up yet: do so on the page, or start with --demo.',
    );
  });

  it('prints a line for each request, without ids, queries, passwords and tokens', async () => {
    await using server = await startServe();
    const client = new PromptCrafterClient({ baseUrl: server.url });
    const account = { email: 'ada@example.com', password: 'a-long-secret' };
    await client.signup({ name: 'Ada', ...account });
    const { token } = await client.login(account);
    await client.searchPrompts('secret-word');
    await client.getPromptById('secret-id').catch(() => {});
    await fetch(`${server.url}/secret-path`);

    const { stdout } = await server.end('SIGTERM');
    const lines = stdout.split('\n').slice(4, -1);
    expect(lines.map((line) => line.replace(/\d+ ms$/, '… ms'))).toEqual([
      'POST /auth/signup 201 … ms',
      'POST /auth/login 200 … ms',
      'GET /search 200 … ms',
      'GET /prompts/{id} 400 … ms',
      'GET (no route) 404 … ms',
    ]);
    expect(stdout).not.toContain('secret');
    expect(stdout).not.toContain(token);
  });

  it('prints no such line when it is to be quiet', async () => {
    await using server = await startServe('--quiet');
    await fetch(`${server.url}/prompts`);

    const { stdout } = await server.end('SIGTERM');
    expect(stdout).not.toContain('/prompts');
  });

  it('warns where other machines get in', async () => {
    await using server = await startServe('--host', '0.0.0.0');

    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${server.url}/prompts`)).status).toBe(401);
    expect((await server.end('SIGTERM')).stderr).toMatch(/^Warning: other machines [^\n]+\n$/);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends in order at a %s', async (signal) => {
    const file = inFolder(`${signal}.db`);
    await using server = await startServe('--data', file);
    await fetch(`${server.url}/prompts`);

    expect(await server.end(signal)).toMatchObject({ code: 0, stderr: '' });
    // Closed, a database has no log of changes beside it.
    await expect(stat(`${file}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps its data file from other users of the machine', async () => {
    const file = inFolder('private.db');
    await using _server = await startServe('--data', file);

    expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(`${file}-wal`)).mode & 0o077).toBe(0);
  });
});
