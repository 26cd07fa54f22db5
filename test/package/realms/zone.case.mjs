import 'zone.js/node';
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { NotFoundError, PromptCrafterClient } from 'promptcrafter-client';
import { createPromptStore } from 'promptcrafter-client/prompts';
import { createTestApi } from 'promptcrafter-client/testing';

equal(Promise.name, 'ZoneAwarePromise');

const api = createTestApi();
api.seed({ prompts: [{ _id: 'prompt1' }] });
const server = await api.listen();
const token = await api.token();
const overSocket = new PromptCrafterClient({ baseUrl: server.url, token });
const inMemory = new PromptCrafterClient({ fetch: api.fetch, token });

for (const [name, client] of Object.entries({ overSocket, inMemory })) {
  const input = { promptId: 'prompt1', output: `Flut 🌊 ${name}`, modelUsed: 'm' };
  const zone = Zone.current.fork({ name: 'task' });
  await zone.run(async () => {
    api.fail({ with: 'reset-after-store' });
    const log = await client.createLog(input);
    deepEqual(api.logs.at(-1), log);
    const logs = [];
    for await (const one of client.iterateLogs('prompt1')) logs.push(one);
    deepEqual(logs, api.logs);
    await rejects(client.deleteLog('log999'), NotFoundError);
    const { failures } = await client.createLogs([input, { ...input, output: 'Ebbe' }]);
    deepEqual(failures, []);
    equal((await createPromptStore(client).get('prompt1'))._id, 'prompt1');
    api.fail({ with: 'hang' });
    await rejects(client.getLogs({ signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
    api.fail({ with: 'hang', times: 3 });
    await rejects(client.getLogs({ timeout: 50 }), { name: 'PromptCrafterTimeoutError' });
    api.clearFaults();
  });
}

await server.close();
const unused = await api.listen();
await unused.close();
const refused = new PromptCrafterClient({ baseUrl: unused.url, token, maxRetries: 0 });
const input = { promptId: 'prompt1', output: 'Flut', modelUsed: 'm' };
await rejects(refused.createLog(input), { outcome: 'not-applied' });
console.log('all of it');
