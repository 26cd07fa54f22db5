import Anthropic from '@anthropic-ai/sdk';

export function createClient(baseURL) {
  const api = new Anthropic({ baseURL, authToken: 'token' });
  return {
    createLog: (log) => api.post('/logs', { body: log }),
    getLogs: (promptId) => api.get('/logs', { query: { promptId } }),
  };
}
