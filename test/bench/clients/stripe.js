import Stripe from 'stripe';

export function createClient(url) {
  const { hostname: host, port } = new URL(url);
  const api = new Stripe('token', { host, port, protocol: 'http', telemetry: false });
  return {
    // Only the paths of its second API are sent as JSON.
    createLog: (log) => api.rawRequest('POST', '/v2/logs', log),
    getLogs: (promptId) => api.rawRequest('GET', `/v2/logs?promptId=${promptId}`),
  };
}
