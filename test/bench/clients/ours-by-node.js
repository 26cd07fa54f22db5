import { PromptCrafterClient } from 'promptcrafter-client';
import { createNodeFetch } from 'promptcrafter-client/node';

export function createClient(baseUrl) {
  const client = new PromptCrafterClient({ baseUrl, token: 'token', fetch: createNodeFetch() });
  return {
    createLog: (log) => client.createLog(log),
    getLogs: (promptId) => client.getLogsByPrompt(promptId),
    createLogs: (logs, concurrency) => client.createLogs(logs, { concurrency }),
    iterateLogs: (promptId) => client.iterateLogs(promptId),
  };
}
