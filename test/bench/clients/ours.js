import { PromptCrafterClient } from 'promptcrafter-client';

export function createClient(baseUrl) {
  const client = new PromptCrafterClient({ baseUrl, token: 'token' });
  return {
    createLog: (log) => client.createLog(log),
    getLogs: (promptId) => client.getLogsByPrompt(promptId),
    ...(client.createLogs && {
      createLogs: (logs, concurrency) => client.createLogs(logs, { concurrency }),
    }),
    ...(client.iterateLogs && { iterateLogs: (promptId) => client.iterateLogs(promptId) }),
  };
}
