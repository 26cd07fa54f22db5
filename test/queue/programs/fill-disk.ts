import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { client, folder, toLog } from './program-kit.ts';

const queue = createLogQueue(client, { spool: openSpool(folder), logger: console });
for (let number = 0; number < 60; number += 1) {
  const output = `Answer ${number} ${'x'.repeat(1_000)}`;
  if (!queue.log({ ...toLog(number), output })) throw new Error('a log was refused');
}
const report = await queue.flush({ timeout: Number(process.env.FLUSH_TIMEOUT) });
console.log(JSON.stringify(report));
process.exit();
