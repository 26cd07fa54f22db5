import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PromptCrafterClient } from '../../src/index.ts';
import { projectRoot } from '../support/project-root.ts';
import { runCommand, runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { cli, startServe, startServeIn } from './serve-process.ts';

async function createFolder(): Promise<string> {
  const folder = await createTemporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return folder.path;
}

const account = { name: 'Ada', email: 'ada@example.com', password: 'a-long-secret' };

describe('--data', () => {
  it.each(['data.db', './data.db', ':memory:', 'a b?mode=memory'])(
    'keeps the data in the file that it names: "%s"',
    async (name) => {
      const folder = await createFolder();
      await using server = await startServeIn(folder, '--data', name);
      await new PromptCrafterClient({ baseUrl: server.url }).signup(account);
      await server.end('SIGTERM');

      const file = name.replace('./', '');
      expect((await readdir(folder)).toSorted()).toEqual([file, `${file}-lock`]);
      const { mode, size } = await stat(join(folder, file));
      expect((mode & 0o777).toString(8)).toBe('600');
      expect(size).toBeGreaterThan(0);
    },
  );

  it('takes the URL of a file', async () => {
    const folder = await createFolder();
    const file = join(folder, 'a #1.db');
    await using server = await startServe('--data', pathToFileURL(file).href);
    await server.end('SIGTERM');

    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each(['file:uri.db', 'file:gone.db?mode=memory', 'sqlite:data.db', ''])(
    'refuses "%s", and leaves nothing behind',
    async (name) => {
      const folder = await createFolder();
      const args = [cli, 'serve', '--port', '0', '--data', name];
      const { code, stdout, stderr } = await runNode(args, { cwd: folder });

      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toMatch(/^Failed to open [^\n]*: it [^\n]+\. Choose a file with --data\.\n$/);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it.each([
    [['serve', '--data', 'postgres://ada:s3cret@db.example.com/prompts']],
    [['serve', '--data', 'postgres://ada:s3c@ret/x@db.example.com/prompts']],
    [['serve', '--data=postgres://db.example.com/prompts?password=s3cret']],
    [['serve', '--data', "host=db/x password='s3 s3cret'"]],
    [['serve', '--data', 'file:///none/ada:s3cret@data.db?password=s3cret']],
    [['serve', '--seed', 'https://ada:s3cret@example.com/seed.json']],
    [['serve', 'postgres://ada:s3cret@db.example.com/prompts']],
    [['postgres://ada:s3cret@db.example.com/prompts']],
    [['serve', '--dta=postgres://ada:s3cret@db.example.com/prompts']],
    [['serve', '--quiet=postgres://ada:s3cret@db.example.com/prompts']],
    [['serve', '--port', 'postgres://ada:s3cret@db.example.com/prompts']],
  ])('never has a password printed: %j', async (args) => {
    const { code, stdout, stderr } = await runNode([cli, ...args], { cwd: await createFolder() });

    expect(code).toBe(3);
    expect(stderr).toMatch(/^Failed to /);
    expect(stdout + stderr).not.toMatch(/s3c|ret/);
  });
});

describe('the guide', () => {
  /** The commands of a section, as they stand there. */
  async function readCommands(heading: string): Promise<string> {
    const guide = await readFile(join(projectRoot, 'guides/serve.md'), 'utf8');
    const section = guide.split(`${heading}\n`)[1] ?? '';
    return /```sh\n(.*?)```/s.exec(section)?.[1] ?? '';
  }

  async function runCommands(heading: string, cwd: string): Promise<void> {
    const { code, stdout } = await runCommand('sh', ['-ec', await readCommands(heading)], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  }

  it('tells how to back up what is served, and how to restore it', async () => {
    const folder = await createFolder();
    const start = () => startServeIn(folder, '--data', 'promptcrafter.db');
    const first = await start();
    const client = new PromptCrafterClient({ baseUrl: first.url });
    await client.signup(account);
    const { email, password } = account;
    await client.login({ email, password });
    const fields = { title: 'Before', content: 'Explain.', model: 'gpt-4o' };
    const prompt = await client.createPrompt(fields);
    await client.createLog({ promptId: prompt._id, output: 'Short.', modelUsed: 'gpt-4o' });

    await runCommands('### Back up', folder);
    expect((await stat(join(folder, 'backup.db'))).mode & 0o777).toBe(0o600);
    await client.createPrompt({ ...fields, title: 'After' });
    // Killed, it leaves changes beside the data.
    await first.end('SIGKILL');
    expect(await readdir(folder)).toContain('promptcrafter.db-wal');

    await runCommands('### Restore', folder);
    await using second = await start();
    const other = new PromptCrafterClient({ baseUrl: second.url });
    await other.login({ email, password });
    expect(await other.getPrompts()).toEqual([prompt]);
    expect(await other.getLogs()).toMatchObject([{ output: 'Short.' }]);
  });

  it('tells how to delete a user', async () => {
    const folder = await createFolder();
    await writeFile(
      join(folder, 'seed.json'),
      JSON.stringify({ users: [account], prompts: [{ _id: 'prompt104' }] }),
    );
    const args = ['--data', 'promptcrafter.db', '--seed', 'seed.json'];
    await using server = await startServeIn(folder, ...args);
    await runCommands('### Delete a user', folder);
    const { url, token } = server;
    const client = new PromptCrafterClient({ baseUrl: url, token, maxRetries: 0 });

    await expect(client.getPrompts()).rejects.toMatchObject({ status: 401 });
    await client.signup(account);
    await client.login({ email: account.email, password: account.password });
    expect(await client.getPrompts()).toEqual([]);
    await expect(client.getPromptById('prompt104')).rejects.toMatchObject({ status: 404 });
  });
});
