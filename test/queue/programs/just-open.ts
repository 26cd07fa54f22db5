import { createLogQueue } from '../../../src/queue/index.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { client, folder } from './program-kit.ts';

createLogQueue(client, { spool: openSpool(folder) });
