const headers = { authorization: 'Bearer token', 'content-type': 'application/json' };

export function createClient(url) {
  return {
    async createLog(log) {
      const response = await fetch(`${url}/logs`, {
        method: 'POST',
        headers,
        body: JSON.stringify(log),
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return response.json();
    },
    async getLogs(promptId) {
      const response = await fetch(`${url}/logs?promptId=${promptId}`, { headers });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return JSON.parse(await response.text());
    },
  };
}
