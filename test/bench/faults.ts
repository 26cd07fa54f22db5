/**
 * The same storm of faults for three clients: ours, one that sends again whatever failed, and one
 * that never does. `--total` and `--seed` change it; every figure but the requests counts logs.
 */
import { parseArgs } from 'node:util';
import { PromptCrafterClient } from '../../src/index.ts';
import { runStorm, type StormClient, stormAttemptTimeout } from '../support/create-storm.ts';

const { values } = parseArgs({
  options: {
    total: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});

function createFetchClient(baseUrl: string, token: string, retries: number): StormClient {
  return {
    async createLog(input) {
      for (let attempt = 0; ; attempt += 1) {
        try {
          const response = await fetch(`${baseUrl}/logs`, {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify(input),
            signal: AbortSignal.timeout(stormAttemptTimeout),
          });
          const answer = (await response.json()) as { _id: string };
          if (response.ok) return answer;
          throw new Error(`HTTP ${response.status}`);
        } catch (error) {
          if (attempt >= retries) throw error;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 500 * 2 ** attempt));
        }
      }
    },
  };
}

const clients = {
  'promptcrafter-client': (baseUrl: string, token: string) =>
    new PromptCrafterClient({
      baseUrl,
      token,
      maxRetries: 8,
      attemptTimeout: stormAttemptTimeout,
    }),
  'sends again': (baseUrl: string, token: string) => createFetchClient(baseUrl, token, 8),
  'never sends again': (baseUrl: string, token: string) => createFetchClient(baseUrl, token, 0),
};

const rows: Record<string, Record<string, number>> = {};
for (const [name, createClient] of Object.entries(clients)) {
  const figures = await runStorm({
    seed: Number(values.seed),
    total: Number(values.total),
    concurrency: 20,
    createClient,
  });
  rows[name] = {
    'stored once': figures.storedOnce,
    'stored again': figures.storedAgain,
    'not stored': figures.notStored,
    undecided: figures.rejected.length,
    confused: figures.confused,
    requests: figures.requests,
  };
}
console.table(rows);
