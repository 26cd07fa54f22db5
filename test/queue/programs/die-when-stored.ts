import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { client, folder, toLog } from './program-kit.ts';

const spool = openSpool(folder);
const onStored = () => process.kill(process.pid, 'SIGKILL');
const queue = createLogQueue(client, { spool, onStored });
// The same text each time: only the marks tell one from another.
for (let number = 0; number < 10; number += 1) queue.log(toLog(0));
await queue.flush();
