import PromptCrafterClient, { type FetchFunction } from 'promptcrafter-client';
import {
  createTestApi,
  type Fault,
  type LogRecord,
  type OperationName,
  type TestApi,
} from 'promptcrafter-client/testing';

const api: TestApi = createTestApi({ now: () => 0, basePath: '/v1' });
const { prompts, users } = api.seed({ users: [{}], prompts: [{ title: 'Title' }] });
const id: string = prompts[0]._id;
const fault: Fault = { status: 503, headers: { 'Retry-After': '1' } };
const on: OperationName = 'createLog';
api.fail({ on, times: 2, with: fault });

const asFetch: FetchFunction = api.fetch;
export const client = new PromptCrafterClient({ fetch: asFetch, token: () => api.token() });
export const logs: readonly LogRecord[] = api.logs;
export const password: string = users[0].password;
export { id };

// @ts-expect-error only one user was seeded
users[1].password;
// @ts-expect-error an operation that does not exist
api.fail({ on: 'readLogs', with: 'reset' });
