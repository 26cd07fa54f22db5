import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { client, folder, toLog } from './program-kit.ts';

const queue = createLogQueue(client, { spool: openSpool(folder) });
for (let number = 0; number < 20; number += 1) queue.log(toLog(number));
setTimeout(() => process.exit(3), 30);
