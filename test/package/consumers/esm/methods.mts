import PromptCrafterClient, {
  type ClientOptions,
  type CreateLogInput,
  type Log,
  type LoginResult,
  type LogLevel,
  PromptCrafterClient as Named,
  type Prompt,
  type RequestOptions,
  type SignupResult,
  type TokenSource,
} from 'promptcrafter-client';

const level: LogLevel = 'debug';
const token: TokenSource = async () => 'token';
const options: ClientOptions = {
  token,
  baseUrl: new URL('https://api.example.com/v1'),
  timeout: 20_000,
  attemptTimeout: 5_000,
  maxRetries: 0,
  fetch,
  headers: { 'x-team': 'blue' },
  allowInsecureHttp: false,
  logger: console,
  logLevel: level,
};
const client: PromptCrafterClient = new Named(options);
const request: RequestOptions = { signal: AbortSignal.timeout(10), headers: [['x-run', '7']] };

const signedUp: SignupResult = await client.signup({ name: 'Ada', email: 'a@b.c', password: 'x' });
const loggedIn: LoginResult = await client.login({ email: 'a@b.c', password: 'x' }, request);
client.setToken(loggedIn.token);
client.setToken(() => signedUp.token ?? '');
client.setToken();

const prompt: Prompt = await client.createPrompt({ title: 'Title', content: '', model: 'gpt-4o' });
const updated: Prompt = await client.updatePrompt(prompt._id, { tags: ['a'] }, { timeout: 1 });
const prompts: Prompt[] = [
  ...(await client.getPrompts(request)),
  ...(await client.searchPrompts('title', { maxRetries: 1 })),
  await client.getPromptById(updated._id),
];

const input: CreateLogInput = { promptId: 'p', output: '', modelUsed: 'm', notes: undefined };
const log: Log = await client.createLog({ ...input, score: 7 }, request);
const logs: Log[] = [...(await client.getLogs()), ...(await client.getLogsByPrompt(log.promptId))];
const deleted: Promise<void> = client.deleteLog(log._id);
await client.deletePrompt(prompt._id, { attemptTimeout: 100 });

export const tags: string[] | undefined = prompts[0]?.tags;
export const score: number | undefined = logs[0]?.score;
export { deleted };
