import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  ConflictError,
  NotFoundError,
  PromptCrafterClient,
  PromptCrafterConnectionError,
  PromptCrafterError,
  type RequestOptions,
  ServerError,
} from '../../../src/index.ts';
import { createTestApi, type Fault, type TestApi } from '../../../src/testing/index.ts';

let api: TestApi;
let client: PromptCrafterClient;
let promptId: string;

const account = { name: 'Ada', email: 'ada@example.com', password: 'a-long-secret' };
const toInput = (output = 'Yes') => ({ promptId, output, modelUsed: 'gpt-4o' });
const operations = () => api.requests.map(({ operation }) => operation);

beforeEach(async () => {
  // Backoffs that last no time: what is tested is what comes after them.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  api = createTestApi();
  const { prompts } = api.seed({ prompts: [{ title: 'History tutor' }] });
  promptId = prompts[0]._id;
  client = new PromptCrafterClient({
    fetch: api.fetch,
    token: await api.token(),
    // Long enough for an answer that comes, also on a machine with much to do.
    attemptTimeout: 200,
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Failures after which a record may be stored, and whether it is. */
const doubtful: [string, Fault, boolean][] = [
  ['a reset before storing', 'reset', false],
  ['a reset after storing', 'reset-after-store', true],
  ['a 500 before storing', { status: 500 }, false],
  ['a 500 after storing', { status: 500, afterStore: true }, true],
  ['HTML from the edge', { status: 502, body: '<html>' }, false],
  ['a 504 after storing', { status: 504, body: '', afterStore: true }, true],
  ['an answer that is cut off', 'cut-off', true],
  ['an answer that is no JSON', { status: 201, body: '<html>', afterStore: true }, true],
  ['an answer that is something else', { status: 201, body: { ok: true }, afterStore: true }, true],
  ['no answer before storing', 'hang', false],
  ['no answer after storing', 'hang-after-store', true],
];

describe.each(doubtful)('after %s', (_name, fault, isStored) => {
  test('createLog looks, and sends again only what is not stored', async () => {
    api.fail({ on: 'createLog', with: fault });
    const log = await client.createLog({ ...toInput(), notes: 'Good tone.', score: 8 });
    expect(api.logs).toEqual([log]);
    expect(operations()).toEqual(
      isStored ? ['createLog', 'getLogsByPrompt'] : ['createLog', 'getLogsByPrompt', 'createLog'],
    );
  });

  test('createPrompt looks, and sends again only what is not stored', async () => {
    api.fail({ on: 'createPrompt', with: fault });
    const input = { title: 'Summary', content: 'Sum up {text}.', model: 'gpt-4o', tags: ['a'] };
    const prompt = await client.createPrompt(input);
    expect(api.prompts.filter(({ title }) => title === 'Summary')).toEqual([prompt]);
  });

  test('createLog looks for what it has sent, also where its caller has used the input again', async () => {
    const [other] = api.seed({ prompts: [{ title: 'Other' }] }).prompts;
    api.fail({ on: 'createLog', with: fault });
    const input = toInput();
    const call = client.createLog(input);
    input.promptId = other._id;
    input.output = 'No';
    const log = await call;
    expect(log).toMatchObject(toInput());
    expect(api.logs).toEqual([log]);
  });

  test('deletePrompt and deleteLog are settled', async () => {
    api.reset();
    const { prompts, logs } = api.seed({ prompts: [{}], logs: [{}] });
    client.setToken(await api.token());
    api.fail({ on: 'deleteLog', with: fault });
    await client.deleteLog(logs[0]._id);
    expect(api.logs).toEqual([]);
    api.fail({ on: 'deletePrompt', with: fault });
    await client.deletePrompt(prompts[0]._id);
    expect(api.prompts).toEqual([]);
  });
});

test.each(doubtful.filter(([name]) => name !== 'an answer that is something else'))(
  'after %s a signup is settled',
  async (_name, fault) => {
    api.fail({ on: 'signup', with: fault });
    await expect(client.signup(account)).resolves.toHaveProperty('message');
    await expect(client.login(account)).resolves.toHaveProperty('token');
  },
);

test.each<[string, () => Promise<unknown>]>([
  ['createLog', () => client.createLog(toInput())],
  ['createPrompt', () => client.createPrompt({ title: 'Sum', content: '…', model: 'gpt-4o' })],
  ['signup', () => client.signup(account)],
])('%s without a fault is one request', async (operation, call) => {
  await call();
  expect(operations()).toEqual([operation]);
});

test.each<[string, Fault]>([
  ['429', { status: 429 }],
  ['429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }],
  ['408', { status: 408 }],
])('a create is sent again without a look after %s', async (_name, fault) => {
  api.fail({ on: 'createLog', with: fault, times: 2 });
  await client.createLog(toInput());
  expect(operations()).toEqual(['createLog', 'createLog', 'createLog']);
});

describe('with maxRetries: 0', () => {
  const options: RequestOptions = { maxRetries: 0 };

  test.each<[string, () => Promise<unknown>]>([
    ['createLog', () => client.createLog(toInput(), options)],
    ['signup', () => client.signup(account, options)],
    ['deletePrompt', () => client.deletePrompt(promptId, options)],
  ])('%s is one request, and says that it does not know', async (operation, call) => {
    api.fail({ with: 'reset-after-store', times: 2 });
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PromptCrafterConnectionError);
    expect(error).toHaveProperty('outcome', 'unknown');
    expect((error as Error).message).toContain('It may have been applied');
    expect(operations()).toEqual([operation]);
  });
});

test('a look that fails is tried as often as anything else', async () => {
  api.fail({ on: 'createLog', with: 'reset-after-store' });
  api.fail({ on: 'getLogsByPrompt', with: { status: 503 }, times: 2 });
  const log = await client.createLog(toInput());
  expect(api.logs).toEqual([log]);
});

test('an API that is away fails a create after its retries, not after its deadline', async () => {
  api.fail({ with: { status: 503 }, times: Number.POSITIVE_INFINITY });
  const error = await client.createLog(toInput()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ServerError);
  // The create once, and the list three times.
  expect(error).toMatchObject({ status: 503, outcome: 'unknown', attempts: 4, retryable: false });
  expect(api.requests).toHaveLength(4);
});

test('a 404 of the platform before the API is no empty list', async () => {
  const body = { status: 'error', code: 404, message: 'Application not found' };
  api.fail({ on: 'createLog', with: 'reset-after-store' });
  api.fail({ on: 'getLogsByPrompt', with: { status: 404, body } });
  const error = await client.createLog(toInput()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ outcome: 'unknown', attempts: 2 });
  expect(api.logs).toHaveLength(1);
});

test('a look that is refused leaves the first error, and its outcome unknown', async () => {
  api.fail({ on: 'createLog', with: { status: 500, afterStore: true } });
  api.fail({ on: 'getLogsByPrompt', with: { status: 403 } });
  const error = await client.createLog(toInput()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ServerError);
  expect(error).toMatchObject({ status: 500, outcome: 'unknown', attempts: 2 });
});

test('what is not settled within the deadline says so', async () => {
  api.fail({ on: 'createLog', with: 'reset-after-store' });
  api.fail({ on: 'getLogsByPrompt', with: 'hang', times: Number.POSITIVE_INFINITY });
  const call = client.createLog(toInput(), { timeout: 600 });
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PromptCrafterConnectionError);
  expect(error).toMatchObject({ outcome: 'unknown', retryable: false });
  expect((error as Error).message).toMatch(/may have been applied: look before/);
});

test('an older log that is the same is not taken for a new one', async () => {
  api.reset();
  const dayAgo = new Date(Date.now() - 86_400_000).toISOString();
  const { prompts } = api.seed({
    prompts: [{}],
    logs: [{ output: 'Yes', modelUsed: 'gpt-4o', createdAt: dayAgo }],
  });
  client.setToken(await api.token());
  api.fail({ on: 'createLog', with: 'reset' });
  await client.createLog({ promptId: prompts[0]._id, output: 'Yes', modelUsed: 'gpt-4o' });
  expect(api.logs).toHaveLength(2);
});

test('a log that this client has just received is not taken for the next one', async () => {
  const first = await client.createLog(toInput());
  api.fail({ on: 'createLog', with: 'reset' });
  const second = await client.createLog(toInput());
  expect(api.logs).toEqual([first, second]);
});

test.each([
  ['another score', { score: 7 }],
  ['a score where none was sent', { score: 0 }],
  ['other notes', { notes: 'other' }],
  ['another model', { modelUsed: 'gpt-5' }],
])('a log with %s is not adopted', async (_name, difference) => {
  const other = new PromptCrafterClient({ fetch: api.fetch, token: await api.token() });
  await other.createLog({ ...toInput(), ...difference });
  api.fail({ on: 'createLog', with: 'reset' });
  await client.createLog(toInput());
  expect(api.logs).toHaveLength(2);
});

test('many identical logs, each doubtful once, are stored once for each caller', async () => {
  api.fail({ on: 'createLog', with: 'reset-after-store', times: 15 });
  api.fail({ on: 'createLog', with: 'reset', times: 15 });
  const calls = Array.from({ length: 30 }, () => client.createLog(toInput(), { maxRetries: 8 }));
  const logs = await Promise.all(calls);
  expect(new Set(logs.map(({ _id }) => _id)).size).toBe(30);
  expect(api.logs).toHaveLength(30);
});

test('an output with a lone surrogate is known again as it was stored', async () => {
  api.fail({ on: 'createLog', with: 'reset-after-store' });
  await client.createLog(toInput('cut in two: \ud83d'));
  expect(api.logs).toHaveLength(1);
});

test('a signup is settled with what was sent, also where its caller has wiped the password', async () => {
  api.fail({ on: 'signup', with: 'reset-after-store' });
  const input = { ...account };
  const call = client.signup(input);
  input.password = '';
  await expect(call).resolves.toHaveProperty('message');
});

test('a signup whose email another account uses stays a conflict', async () => {
  api.seed({ users: [{ ...account, password: 'another-secret' }] });
  api.fail({ on: 'signup', with: 'reset' });
  const error = await client.signup(account).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConflictError);
  expect(operations()).toEqual(['signup', 'signup', 'login']);
});

test('a deletion of what was never there stays a 404', async () => {
  await expect(client.deleteLog('log999')).rejects.toBeInstanceOf(NotFoundError);
});

test.each([
  ['with a body of its own', { status: 'error', code: 404, message: 'Application not found' }],
  ['with a page', '<html>Not found</html>'],
])('a 404 of the platform %s proves no deletion', async (_name, body) => {
  const { _id } = await client.createLog(toInput());
  api.fail({ on: 'deleteLog', with: 'reset' });
  api.fail({ on: 'deleteLog', with: { status: 404, body } });
  const error = await client.deleteLog(_id).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status: 404, outcome: 'unknown', attempts: 2 });
  expect(api.logs).toHaveLength(1);
});

test('an update that may have been applied before it was refused is unknown', async () => {
  api.fail({ on: 'updatePrompt', with: 'reset-after-store' });
  api.fail({ on: 'updatePrompt', with: { status: 403 } });
  const error = await client.updatePrompt(promptId, { title: 'New' }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(PromptCrafterError);
  expect(error).toMatchObject({ status: 403, outcome: 'unknown', attempts: 2 });
});
