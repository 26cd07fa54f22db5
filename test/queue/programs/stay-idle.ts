import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { client, folder, toLog } from './program-kit.ts';

createLogQueue(client);
createLogQueue(client, { spool: openSpool(folder) });
const used = createLogQueue(client, { spool: openSpool(folder) });
used.log(toLog(1));
await used.flush();
console.log('idle', process.getActiveResourcesInfo().includes('Timeout'));
