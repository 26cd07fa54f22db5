import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type Listener, type SeededUser } from '../../src/testing/index.ts';
import { startAnsweringVendor } from '../observe/vendors/answering-vendor.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';

const api = createTestApi();
let server: Listener;
let user: SeededUser | undefined;

beforeAll(async () => {
  server = await api.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  api.reset();
  [user] = api.seed({ users: [{}], prompts: [{}] }).users;
});

const tested = new Set<string>();

async function runExample(name: string, env: Record<string, string> = {}) {
  tested.add(name);
  return runNode([`examples/${name}`], {
    cwd: projectRoot,
    env: {
      PROMPTCRAFTER_BASE_URL: server.url,
      PROMPTCRAFTER_TOKEN: await api.token(),
      PROMPTCRAFTER_PROMPT_ID: 'prompt101',
      ...env,
    },
  });
}

const printed = (...lines: string[]) => ({ code: 0, stdout: `${lines.join('\n')}\n`, stderr: '' });

it('log-output.ts saves a log', async () => {
  expect(await runExample('log-output.ts')).toEqual(
    printed('Log saved successfully with ID: log101'),
  );
  expect(api.logs).toMatchObject([{ promptId: 'prompt101', score: 9 }]);
});

describe('read-logs.ts', () => {
  it('lists the logs of a prompt', async () => {
    api.seed({ logs: [{ score: 4 }, {}] });
    expect(await runExample('read-logs.ts')).toEqual(
      printed(
        'Found 2 log(s) for prompt ID prompt101:',
        '- log101, score 4',
        '- log102, score not given',
      ),
    );
  });

  it('says that there are none', async () => {
    expect(await runExample('read-logs.ts')).toEqual(printed('No logs for prompt ID prompt101.'));
  });
});

describe('handle-errors.ts', () => {
  it('saves a log', async () => {
    expect(await runExample('handle-errors.ts')).toEqual(printed('Saved: log101'));
  });

  it.each([
    [
      'an input that is refused',
      { SCORE: '11' },
      'Correct the input: score must be an integer from 0 to 10',
    ],
    [
      'a token that is refused',
      { PROMPTCRAFTER_TOKEN: 'expired' },
      'Log in again: Authentication token is expired or invalid',
    ],
    [
      'a prompt that is not there',
      { PROMPTCRAFTER_PROMPT_ID: 'prompt999' },
      'Choose another prompt: Prompt ID does not exist or is not accessible',
    ],
  ])('tells %s', async (_case, env, line) => {
    expect(await runExample('handle-errors.ts', env)).toEqual(printed(line));
    expect(api.logs).toEqual([]);
  });

  it('tells that a log may have been stored', async () => {
    api.fail({ on: 'createLog', with: 'reset-after-store' });
    api.fail({ on: ['getLogs', 'getLogsByPrompt'], with: { status: 403 } });
    expect(await runExample('handle-errors.ts')).toEqual(
      printed('Look whether the log is there before saving it again.'),
    );
  });
});

describe('set-timeouts.ts', () => {
  it('gives up calls that are not answered', async () => {
    api.fail({ on: ['getPrompts', 'getLogs'], times: 9, with: 'hang' });
    expect(await runExample('set-timeouts.ts')).toEqual(
      printed(
        'Failed to get prompts: no complete answer within 500 ms. Try it again.',
        'Given up: The page was closed.',
      ),
    );
  });
});

describe('renew-token.ts', () => {
  const credentials = () => ({
    PROMPTCRAFTER_EMAIL: user?.email ?? '',
    PROMPTCRAFTER_PASSWORD: user?.password ?? '',
  });

  it('logs in once', async () => {
    expect(await runExample('renew-token.ts', credentials())).toEqual(
      printed('Logged in.', '1 prompt(s)'),
    );
  });

  it('logs in again when the token is refused', async () => {
    api.fail({ on: 'getPrompts', with: { status: 401 } });
    expect(await runExample('renew-token.ts', credentials())).toEqual(
      printed('Logged in.', 'Logged in.', '1 prompt(s)'),
    );
  });
});

describe('what models answer', () => {
  const output = 'Air scatters blue light.';

  async function askModels(name: string) {
    await using vendor = await startAnsweringVendor();
    return await runExample(name, vendor.env);
  }

  it('openai.ts logs a plain answer and a stream', async () => {
    expect(await askModels('openai.ts')).toEqual(printed(output, output, '2 answer(s) logged.'));
    const promptId = api.prompts.find(({ title }) => title === 'History tutor')?._id;
    expect(api.logs).toMatchObject([
      { promptId, output },
      { promptId, output },
    ]);
    const notes = api.logs.map((log) => log.notes).join('\n');
    expect(notes).toContain('"variables":{"topic":"steam engines"}');
    expect(notes).toContain('"variables":{"topic":"rain"}');
  });

  it('anthropic.ts logs a stream without what was asked', async () => {
    expect(await askModels('anthropic.ts')).toEqual(printed(output, '1 answer(s) logged.'));
    expect(api.logs).toMatchObject([{ promptId: 'prompt101', output }]);
    expect(api.logs[0]?.notes).not.toContain('sky');
  });

  it('ai-sdk.ts logs what its middleware sees', async () => {
    expect(await askModels('ai-sdk.ts')).toEqual(printed(output, '1 answer(s) logged.'));
    expect(api.logs).toMatchObject([{ promptId: 'prompt101', output }]);
  });
});

it('leaves no example out', async () => {
  const files = await readdir(`${projectRoot}examples`);
  expect([...tested].sort()).toEqual(files.filter((file) => file.endsWith('.ts')).sort());
});
