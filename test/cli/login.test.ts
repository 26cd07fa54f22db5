import { spawn } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ada, createDesk, type Desk } from './cli-kit.ts';
import { cli } from './serve-process.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await createDesk();
});
afterEach(() => desk[Symbol.asyncDispose]());

const login = (...more: string[]) =>
  desk.run(
    ['login', '--email', ada.email, '--base-url', desk.server.url, '--password-stdin', ...more],
    {
      stdin: `${ada.password}\n`,
      env: {},
    },
  );
const profiles = () => join(desk.folder, 'config/promptcrafter/profiles.json');

it('keeps the token in a file of its owner alone, until the logout', async () => {
  const { code, stdout, stderr } = await login();
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toBe(`Logged in as ${ada.email} at ${desk.server.url}.\n`);
  expect((await stat(profiles())).mode & 0o777).toBe(0o600);
  expect((await stat(join(profiles(), '..'))).mode & 0o777).toBe(0o700);
  expect(await readFile(profiles(), 'utf8')).not.toContain(ada.password);
  expect((await desk.run(['prompts', 'list'], { env: {} })).stdout).toContain('History tutor');

  expect(await desk.run(['logout'], { env: {} })).toMatchObject({
    code: 0,
    stderr: 'Logged out.\n',
  });
  expect(await readFile(profiles(), 'utf8')).not.toMatch(/token|ada/);
  expect((await desk.run(['prompts', 'list'], { env: {} })).code).toBe(3);
  expect((await desk.run(['logout'], { env: {} })).code).toBe(3);
});

it('logs in again when the token expires, if it is asked to remember', async () => {
  await login('--remember');
  const text = await readFile(profiles(), 'utf8');
  const { token } = JSON.parse(text).profiles.default;
  await writeFile(profiles(), text.replace(token, 'a.b.c'));

  const { code, stdout, stderr } = await desk.run(['prompts', 'list'], { env: {} });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('History tutor');
  expect(await readFile(profiles(), 'utf8')).not.toContain('a.b.c');
  expect((await stat(profiles())).mode & 0o777).toBe(0o600);
});

it('keeps logins apart by their names', async () => {
  await login('--profile', 'work');

  expect((await desk.run(['prompts', 'list'], { env: {} })).code).toBe(3);
  expect((await desk.run(['prompts', 'list', '--profile', 'work'], { env: {} })).code).toBe(0);
});

it('says which login to renew once its token is refused', async () => {
  const spoil = async () => {
    const text = await readFile(profiles(), 'utf8');
    await writeFile(profiles(), text.replace(/"token": ".*"/g, '"token": "a.b.c"'));
  };
  await login('--profile', 'work');
  await spoil();
  const work = await desk.run(['prompts', 'list', '--profile', 'work'], { env: {} });
  expect(work.stderr).toMatch(/\. Run promptcrafter-client login --profile work\.\n$/);
  await login();
  await spoil();
  const plain = await desk.run(['prompts', 'list'], { env: {} });
  expect(plain.stderr).toMatch(/\. Run promptcrafter-client login\.\n$/);
});

it('takes the email of the login before for the same API alone', async () => {
  await login();
  const again = (baseUrl: string) =>
    desk.run(['login', '--base-url', baseUrl, '--password-stdin'], {
      stdin: `${ada.password}\n`,
      env: {},
    });
  expect((await again(`${desk.server.url}/`)).stderr).toContain(`Logged in as ${ada.email}`);
  expect(await again('http://127.0.0.1:1')).toMatchObject({
    code: 3,
    stderr: 'Failed to log in: there is no terminal to ask on. Use --email.\n',
  });
});

it('sends its token nowhere else than where it is from', async () => {
  await login();
  const { code, stderr } = await desk.run(['prompts', 'list'], {
    env: { PROMPTCRAFTER_BASE_URL: 'http://127.0.0.1:1' },
  });

  expect(code).toBe(3);
  expect(stderr).toContain('PROMPTCRAFTER_BASE_URL is another API');
});

it('refuses a wrong password, and shows none, whatever happens', async () => {
  const base = ['login', '--email', ada.email, '--base-url', desk.server.url];
  const wrong = await desk.run([...base, '--password-stdin'], { stdin: 'wrong-secret\n', env: {} });
  expect(wrong).toMatchObject({ code: 3, stdout: '' });
  expect(wrong.stderr).toBe(
    'Failed to log in: Incorrect email or password. Check both, and log in again.\n',
  );
  const asked = await desk.run(base, { stdin: 'wrong-secret\n', env: {} });
  expect(asked).toMatchObject({ code: 3, stdout: '' });
  expect(asked.stderr).toContain('there is no terminal to ask on. Use --password-stdin');
  for (const args of [
    ['--password', 'wrong-secret'],
    ['--password=wrong-secret'],
    ['wrong-secret'],
  ]) {
    const { code, stdout, stderr } = await desk.run([...base, ...args], { env: {} });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).not.toContain('wrong-secret');
  }
});

it('asks for the password on a terminal without showing it', async () => {
  const words = [
    process.execPath,
    cli,
    'login',
    '--email',
    ada.email,
    '--base-url',
    desk.server.url,
  ];
  const child = spawn('script', ['-qec', words.join(' '), '/dev/null'], {
    cwd: desk.folder,
    env: {
      PATH: process.env.PATH,
      HOME: desk.folder,
      XDG_CONFIG_HOME: join(desk.folder, 'config'),
    },
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    if (shown.includes('Password of') && !shown.includes('\n'))
      child.stdin.write(`${ada.password}\r`);
  });
  await expect.poll(() => shown, { timeout: 30_000 }).toContain('Logged in as');
  child.stdin.end();

  expect(shown).not.toContain(ada.password);
  expect(await readFile(profiles(), 'utf8')).toContain('token');
});
