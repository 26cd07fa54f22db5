import OpenAI from 'openai';

export function createClient(baseURL) {
  const api = new OpenAI({ baseURL, apiKey: 'token' });
  return {
    createLog: (log) => api.post('/logs', { body: log }),
    getLogs: (promptId) => api.get('/logs', { query: { promptId } }),
  };
}
