import { createLogQueue } from '../../../src/queue/index.ts';
import { client, toLog } from './program-kit.ts';

const queue = createLogQueue(client);
const keepAlive = setInterval(() => undefined, 1_000);
process.once('SIGTERM', async () => {
  clearInterval(keepAlive);
  const report = await queue.close({ timeout: 5_000 });
  console.log(JSON.stringify(report));
});
for (let number = 0; number < 20; number += 1) queue.log(toLog(number));
console.log('ready');
