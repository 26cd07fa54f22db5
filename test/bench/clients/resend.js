import { Resend } from 'resend';

function unwrap({ data, error }) {
  if (error) throw new Error(error.message);
  return data;
}

export function createClient(baseUrl) {
  const api = new Resend('token', { baseUrl });
  return {
    createLog: async (log) => unwrap(await api.post('/logs', log)),
    getLogs: async (promptId) => unwrap(await api.get(`/logs?promptId=${promptId}`)),
  };
}
