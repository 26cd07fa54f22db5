import ky from 'ky';

export function createClient(url) {
  const api = ky.create({ prefix: url, headers: { authorization: 'Bearer token' } });
  return {
    createLog: (log) => api.post('logs', { json: log }).json(),
    getLogs: (promptId) => api.get('logs', { searchParams: { promptId } }).json(),
  };
}
