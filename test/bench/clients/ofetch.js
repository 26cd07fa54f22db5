import { ofetch } from 'ofetch';

export function createClient(baseURL) {
  const api = ofetch.create({ baseURL, headers: { authorization: 'Bearer token' } });
  return {
    createLog: (log) => api('/logs', { method: 'POST', body: log }),
    getLogs: (promptId) => api('/logs', { query: { promptId } }),
  };
}
