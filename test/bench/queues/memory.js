/** Logs as often as it is told to over a `fetch` that answers at once, and prints what the heap holds. */
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';

const require = createRequire(import.meta.url);
const { PromptCrafterClient } = require('promptcrafter-client');
const { createLogQueue } = require('promptcrafter-client/queue');
const { openSpool } = require('promptcrafter-client/queue/spool');

const { total, folder } = JSON.parse(process.argv[2]);
let ids = 0;
const client = new PromptCrafterClient({
  baseUrl: 'http://localhost:1',
  token: 'token',
  async fetch(_url, { body }) {
    ids += 1;
    const log = { _id: `log${ids}`, ...JSON.parse(body), createdAt: new Date().toISOString() };
    const text = JSON.stringify(log);
    return new Response(text, { status: 201, headers: { 'content-type': 'application/json' } });
  },
});
const queue = createLogQueue(client, folder ? { spool: openSpool(folder) } : {});
const heaps = [];
const startedAt = performance.now();
for (let number = 1; number <= total; number += 1) {
  queue.log({ promptId: 'prompt104', output: `Answer ${number}`, modelUsed: 'gpt-4o' });
  while (queue.stats.pending > 1_000) await setImmediate();
  if (number % (total / 5) !== 0) continue;
  await queue.flush();
  globalThis.gc();
  heaps.push(Math.round(process.memoryUsage().heapUsed / 1024 / 102.4) / 10);
}
const perSecond = Math.round(total / ((performance.now() - startedAt) / 1_000));
console.log(JSON.stringify({ stored: queue.stats.stored, heaps, perSecond }));
process.exit();
