import { PromptCrafterClient } from '../../src/index.ts';
import { createTestApi, type TestApi } from '../../src/testing/index.ts';
import { type ImportOptions, importLogs, type RejectedRecord } from '../../src/transfer/index.ts';

export const promptId = 'prompt104';
/** The fields of a log. */
export const base = { promptId, output: 'Yes.', modelUsed: 'gpt-4o' };

/** Starts an API with a prompt, and gives a client of it. */
export async function start(): Promise<{ api: TestApi; client: PromptCrafterClient }> {
  const api = createTestApi();
  api.seed({ prompts: [{ _id: promptId }] });
  return { api, client: await startFresh(api) };
}

/** A client that knows nothing of what another process received. */
export async function startFresh(api: TestApi): Promise<PromptCrafterClient> {
  const token = await api.token();
  return new PromptCrafterClient({ fetch: api.fetch, token, baseUrl: 'https://api.test' });
}

/** Writes one line for each. */
export const toJsonl = (inputs: readonly object[]) =>
  inputs.map((input) => `${JSON.stringify(input)}\n`).join('');

/** Imports a text, and collects what is refused. */
export async function run(client: PromptCrafterClient, text: string, options: ImportOptions = {}) {
  const rejected: RejectedRecord[] = [];
  const result = await importLogs(client, () => [text], {
    onRejected: (record) => {
      rejected.push(record);
    },
    ...options,
  });
  return { ...result, rejectedRecords: rejected };
}
