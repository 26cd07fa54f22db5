import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { cli } from '../cli/serve-process.ts';
import { projectRoot } from '../support/project-root.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const guide = join(projectRoot, 'guides/command-line.md');
const address = 'http://127.0.0.1:8787';

const answers = ['The spinning jenny, the steam engine.', 'Coal, iron and cotton.'].map(
  (output) => ({
    promptId: 'prompt101',
    output,
    modelUsed: 'gpt-4o',
  }),
);
const toLines = (values: readonly object[]) =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
const files = {
  'password.txt': 'a-long-secret\n',
  'answers.jsonl': toLines([answers[0] ?? {}, { ...answers[1], score: 11 }]),
  'tutor.eval.mjs': `const topics = ['steam', 'coal', 'cotton', 'iron', 'railways', 'canals', 'mills', 'cities'];
const cases = topics.map((topic) => ({ id: topic, variables: { topic } }));
// A model would be asked here.
const task = ({ text }) => ({ output: \`You asked: \${text}\`, modelUsed: 'gpt-4o' });
const scorers = { isShort: ({ output }) => (output.length < 50 ? 10 : 4) };
const { GITHUB_SHA, CI_COMMIT_SHA = new Date().toISOString() } = process.env;
const name = \`tutor-\${GITHUB_SHA ?? CI_COMMIT_SHA}\`;
export default { name, prompts: ['prompt101', 'prompt102'], cases, task, scorers };
`,
};

/** Types all commands of the guide into one shell after the other, and gives the guide with their output. */
async function typeGuide(text: string): Promise<string> {
  await using folder = await createTemporaryFolder();
  // Ids are counted and time stands still, so that the same is printed each time.
  const api = createTestApi({ now: () => Date.parse('2026-11-26T09:00:00.000Z') });
  api.seed({ users: [{ email: 'ada@example.com', password: 'a-long-secret' }] });
  await using server = await api.listen();
  await mkdir(join(folder.path, 'bin'));
  const program = join(folder.path, 'bin/promptcrafter-client');
  await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  await chmod(program, 0o755);
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder.path, name), content);
  }
  const env = {
    PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`,
    HOME: folder.path,
    XDG_CONFIG_HOME: join(folder.path, 'config'),
  };
  let last = 0;

  async function type(command: string): Promise<string> {
    const line = `(exit ${last}); ${command.replaceAll(address, server.url)} 2>&1`;
    const child = spawn('bash', ['-c', line], {
      cwd: folder.path,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (piece) => {
      output += piece;
    });
    const [code] = await once(child, 'close');
    last = code;
    // Lines of CSV end as RFC 4180 says, which a page does not show.
    return output.replaceAll(server.url, address).replaceAll('\r\n', '\n');
  }

  let written = '';
  for (const part of text.split(/(```console\n.*?```)/s)) {
    if (!part.startsWith('```console')) {
      written += part;
      continue;
    }
    const commands = part.split('\n').filter((line) => line.startsWith('$ '));
    written += '```console\n';
    for (const command of commands) written += `${command}\n${await type(command.slice(2))}`;
    written += '```';
  }
  return written;
}

it('the guide shows what the program prints', async () => {
  const text = await readFile(guide, 'utf8');

  await expect(await typeGuide(text)).toMatchFileSnapshot(guide);
}, 180_000);

it('the tutorial works without a line of JavaScript', async () => {
  await using folder = await createTemporaryFolder();
  const script = `set -eu
pc() { '${process.execPath}' '${cli}' "$@"; }
: > serve.log
'${process.execPath}' '${cli}' serve --port 0 >> serve.log &
trap "kill $!" EXIT
until grep -q '^export' serve.log; do sleep 0.1; done
eval "$(grep '^export' serve.log)"
curl -sf -X POST "$PROMPTCRAFTER_BASE_URL/auth/signup" -H 'Content-Type: application/json' \\
  -d '{"name":"Ada","email":"ada@example.com","password":"a-long-secret"}' > /dev/null
echo a-long-secret | pc login --email ada@example.com --password-stdin
id=$(pc prompts create --title 'History tutor' --content 'Explain the Industrial Revolution.' --model gpt-4o --json | sed -n 's/^  "_id": "\\(.*\\)",$/\\1/p')
pc logs add "$id" --output 'The Industrial Revolution began in Britain.' --model gpt-4o --notes 'Too short.' --score 8 > /dev/null
pc logs list "$id"
`;
  const child = spawn('bash', ['-c', script], {
    cwd: folder.path,
    env: { PATH: process.env.PATH, HOME: folder.path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');

  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^Logged in as [^\n]+\n$/),
  });
  expect(stdout).toMatch(/gpt-4o +8 +The Industrial Revolution began in Britain\.\n$/);
});
