import createApi from 'openapi-fetch';

function unwrap({ data, error }) {
  if (error) throw new Error('the API answered with an error', { cause: error });
  return data;
}

export function createClient(baseUrl) {
  const api = createApi({ baseUrl, headers: { authorization: 'Bearer token' } });
  return {
    createLog: async (log) => unwrap(await api.POST('/logs', { body: log })),
    getLogs: async (promptId) =>
      unwrap(await api.GET('/logs', { params: { query: { promptId } } })),
  };
}
