import { createClient as createSupabase } from '@supabase/supabase-js';

function unwrap({ data, error }) {
  if (error) throw new Error(error.message);
  return data;
}

export function createClient(url) {
  const api = createSupabase(url, 'token', {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  return {
    createLog: async (log) => unwrap(await api.from('logs').insert(log).select().single()),
    getLogs: async (promptId) => unwrap(await api.from('logs').select().eq('promptId', promptId)),
  };
}
