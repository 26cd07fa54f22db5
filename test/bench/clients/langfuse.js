import { Langfuse } from 'langfuse';

export function createClient(baseUrl) {
  const api = new Langfuse({ publicKey: 'public', secretKey: 'token', baseUrl });
  return {
    // Most of what it sends is collected and sent later; this is sent at once.
    createLog: (log) => api.createDatasetItem(log),
  };
}
