// What a careful user writes: a time limit, two retries, and a look at what came.
const headers = { authorization: 'Bearer token', 'content-type': 'application/json' };

async function request(url, init, isExpected) {
  for (let retries = 0; ; retries += 1) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 10_000);
    try {
      const response = await fetch(url, { ...init, headers, signal: controller.signal });
      if (response.status < 500 || retries === 2) {
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        const body = JSON.parse(await response.text());
        if (!isExpected(body)) throw new Error('an unexpected body');
        return body;
      }
    } catch (error) {
      if (retries === 2) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

const isLog = ({ _id, promptId, output, modelUsed }) =>
  typeof _id === 'string' &&
  typeof promptId === 'string' &&
  typeof output === 'string' &&
  typeof modelUsed === 'string';

export function createClient(url) {
  return {
    createLog: (log) =>
      request(`${url}/logs`, { method: 'POST', body: JSON.stringify(log) }, isLog),
    getLogs: (promptId) =>
      request(
        `${url}/logs?promptId=${promptId}`,
        { method: 'GET' },
        (body) => Array.isArray(body) && body.every(isLog),
      ),
  };
}
