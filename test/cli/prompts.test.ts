import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDesk, type Desk } from './cli-kit.ts';
import { cli } from './serve-process.ts';

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

describe('a text in the editor', () => {
  /** Edits on a terminal, answers what it shows, and gives all that it showed. */
  async function edit(script: string, answers: Readonly<Record<string, string>>): Promise<string> {
    const editor = join(desk.folder, 'editor.sh');
    await writeFile(editor, script);
    const line = `'${process.execPath}' '${cli}' prompts edit prompt104`;
    const child = spawn('script', ['-qec', line, '/dev/null'], {
      cwd: desk.folder,
      env: { PATH: process.env.PATH, HOME: desk.folder, ...desk.env, EDITOR: `sh ${editor}` },
    });
    let shown = '';
    const left = new Map(Object.entries(answers));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      for (const [question, answer] of left) {
        if (!shown.includes(question)) continue;
        left.delete(question);
        child.stdin.write(answer);
      }
    });
    await once(child, 'close');
    return shown;
  }
  const ctrlC = '\u0003';
  const readKept = (shown: string) => {
    const [, file = ''] = /What you wrote is in (\S+)\./.exec(shown) ?? [];
    return readFile(file, 'utf8');
  };

  it.each([
    ['the editor', 'echo Mine. > "$1"; echo ready; exec sleep 60', { ready: ctrlC }],
    ['the question', 'echo Mine. > "$1"', { 'Save?': ctrlC }],
    ['a no to the question', 'echo Mine. > "$1"', { 'Save?': 'n\r' }],
    ['an editor that fails', 'echo Mine. > "$1"; exit 1', {}],
  ])('is kept, and said where, after %s', async (_, script, answers) => {
    const shown = await edit(script, answers);
    expect(await readKept(shown)).toBe('Mine.\n');
    expect(desk.api.prompts[0]?.content).not.toBe('Mine.');
  });

  it('is kept where the API refuses it', async () => {
    desk.api.fail({ with: { status: 401 }, on: 'updatePrompt' });
    const shown = await edit('echo Mine. > "$1"', { 'Save?': 'y\r' });
    expect(shown).toMatch(/Set PROMPTCRAFTER_TOKEN anew[^\n]+ What you wrote is in /);
    expect(await readKept(shown)).toBe('Mine.\n');
  });

  it('is saved after a Ctrl+C that the editor took', async () => {
    const script = 'trap "echo taken" INT; echo Mine. > "$1"; echo ready; sleep 1; sleep 0.1';
    const shown = await edit(script, { ready: ctrlC, 'Save?': 'y\r' });
    expect(shown).toContain('taken');
    expect(desk.api.prompts[0]?.content).toBe('Mine.');
  });
});

it.each([
  [['logs', 'export', '--format', 'csv', '--json'], 'an export has no --json'],
  [['logs', 'export', '--json'], 'an export has no --json'],
  [['prompts', 'pull', '--out', '-', '--json'], 'where --json has no room'],
])('refuses --json where it can mean nothing: %j', async (args, reason) => {
  const { code, stdout, stderr } = await desk.run(args);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain(reason);
});

it('prints the prompt as JSON where an edit changes nothing', async () => {
  const { code, stdout } = await desk.run([
    ...['prompts', 'edit', 'prompt104', '--title', 'History tutor', '--json'],
  ]);
  expect({ code, prompt: JSON.parse(stdout) }).toEqual({ code: 0, prompt: desk.api.prompts[0] });
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
      /^Failed to list prompts: [^\n]+\. Set PROMPTCRAFTER_TOKEN anew, or unset it and run promptcrafter-client login\.\n$/,
    );
    const away = { ...desk.env, PROMPTCRAFTER_BASE_URL: 'http://127.0.0.1:1' };
    const { code, stdout, stderr } = await desk.run(['prompts', 'list'], { env: away });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^Failed to [^\n]+\(The API is http:\/\/127\.0\.0\.1:1\.\)\n$/);
  });
});
