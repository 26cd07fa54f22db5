import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDesk, type Desk } from './cli-kit.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await createDesk();
});
afterEach(() => desk[Symbol.asyncDispose]());

it('prints records of the API as one JSON document', async () => {
  const { api, run } = desk;

  expect(JSON.parse((await run(['prompts', 'list', '--json'])).stdout)).toEqual(api.prompts);
  expect(JSON.parse((await run(['prompts', 'search', 'TUTOR', '--json'])).stdout)).toEqual(
    api.prompts,
  );
  expect(JSON.parse((await run(['prompts', 'search', 'none', '--json'])).stdout)).toEqual([]);
  expect(JSON.parse((await run(['prompts', 'show', 'prompt104', '--json'])).stdout)).toEqual(
    api.prompts[0],
  );
});

it('prints a table, and nothing else on standard output', async () => {
  const { code, stdout, stderr } = await desk.run(['prompts', 'list']);
  const lines = stdout.split('\n');

  expect({ code, stderr, count: lines.length }).toEqual({ code: 0, stderr: '', count: 3 });
  expect(lines[0]).toMatch(/^ID +TITLE +MODEL +UPDATED +TAGS$/);
  expect(lines[1]).toMatch(/^prompt104 +History tutor +gpt-4o +\d{4}-\d\d-\d\d \d\d:\d\dZ/);
});

it('creates, edits and deletes a prompt', async () => {
  const { api, run } = desk;
  const args = [
    '--title',
    'New one',
    '--content',
    '-',
    '--model',
    'gpt-4o',
    '--tag',
    'a',
    '--tag',
    'b',
  ];
  const created = await run(['prompts', 'create', ...args, '--json'], {
    stdin: 'Explain {topic}.\n',
  });
  const { _id: id } = JSON.parse(created.stdout);
  expect(api.prompts[1]).toMatchObject({ content: 'Explain {topic}.', tags: ['a', 'b'] });

  const env = { ...desk.env, EDITOR: "sed -i 's/topic/subject/'" };
  const edited = await run(['prompts', 'edit', id], { env });
  expect(edited).toMatchObject({ code: 0, stderr: '- Explain {topic}.\n+ Explain {subject}.\n' });
  expect(api.prompts[1]).toMatchObject({ content: 'Explain {subject}.', title: 'New one' });
  expect((await run(['prompts', 'edit', id], { env })).stderr).toBe('Nothing changed.\n');

  expect(await run(['prompts', 'delete', id])).toMatchObject({ code: 3, stdout: '' });
  expect(api.prompts).toHaveLength(2);
  expect(await run(['prompts', 'delete', id, '--yes'])).toMatchObject({ code: 0, stdout: '' });
  expect(api.prompts).toHaveLength(1);
});

it('does not overwrite what somebody else has changed while the editor was open', async () => {
  const { api, run, folder, server, env } = desk;
  const editor = join(folder, 'editor.sh');
  const patch = `curl -s -X PATCH ${server.url}/prompts/prompt104 -H 'Authorization: Bearer ${env.PROMPTCRAFTER_TOKEN}' -H 'Content-Type: application/json' -d '{"content":"Theirs."}'`;
  await writeFile(editor, `${patch} > /dev/null\necho Mine. > "$1"\n`);
  const { code, stdout, stderr } = await run(['prompts', 'edit', 'prompt104'], {
    env: { ...env, EDITOR: `sh ${editor}` },
  });

  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('somebody else has changed it meanwhile');
  expect(api.prompts[0]?.content).toBe('Theirs.');
  const [, kept = ''] = /What you wrote is in (\S+)\.\n$/.exec(stderr) ?? [];
  expect(
    (
      await desk.run(['prompts', 'create', '--title', 'Kept', '--content', '-', '--model', 'm'], {
        stdin: await readFile(kept, 'utf8'),
      })
    ).code,
  ).toBe(0);
  expect(api.prompts[1]?.content).toBe('Mine.');
});

describe('what cannot run', () => {
  it.each([
    [['prompts', 'show', 'prompt999'], 'Failed to show the prompt: No prompt found'],
    [['logs', 'list', 'prompt999'], 'Failed to list logs: No prompt found'],
    [['logs', 'export', 'prompt999'], 'Failed to export logs: No prompt found'],
    [['compare', 'prompt104', 'prompt999'], 'Failed to compare the prompts: No prompt found'],
    [
      ['prompts', 'create', '--title', 'ab', '--content', 'x', '--model', 'm'],
      'title must have 3 to 100 characters',
    ],
    [
      ['prompts', 'create', '--title', 'abc', '--content', 'x'],
      "required option '--model <name>' not specified",
    ],
    [['prompts', 'lst'], "there is no command 'lst' (did you mean list?)"],
    [['prompts'], "'promptcrafter-client prompts' is a group of commands"],
    [
      ['logs', 'add', 'prompt104', '--output', 'x', '--model', 'm', '--score', '11'],
      'a score is an integer from 0 to 10',
    ],
    [['logs', 'import', 'none.jsonl'], 'there is no such file'],
    [['eval', 'none.js'], 'there is no such file'],
    [['prompts', 'list', '--profile', 'work'], "there is no login of the profile 'work'"],
  ])('ends with 3, nothing on standard output, and one line: %j', async (args, reason) => {
    const { code, stdout, stderr } = await desk.run(args);

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).toMatch(/^Failed to [^\n]+: [^\n]+\. [^\n]+\.\n$/);
  });

  it('says so without a login, with a bad token, and without an API', async () => {
    const none = await desk.run(['prompts', 'list'], { env: {} });
    expect(none).toMatchObject({ code: 3, stdout: '' });
    expect(none.stderr).toContain('nobody is logged in. Run promptcrafter-client login');
    const bad = await desk.run(['prompts', 'list'], {
      env: { ...desk.env, PROMPTCRAFTER_TOKEN: 'a.b.c' },
    });
    expect(bad).toMatchObject({ code: 3, stdout: '' });
    expect(bad.stderr).toMatch(
      /^Failed to list prompts: [^\n]+\. Run promptcrafter-client login\.\n$/,
    );
    const away = { ...desk.env, PROMPTCRAFTER_BASE_URL: 'http://127.0.0.1:1' };
    const { code, stdout, stderr } = await desk.run(['prompts', 'list'], { env: away });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^Failed to [^\n]+\(The API is http:\/\/127\.0\.0\.1:1\.\)\n$/);
  });
});
