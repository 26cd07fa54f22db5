import { createLogQueue } from '../../../src/queue/index.ts';
import { client, toLog } from './program-kit.ts';

const queue = createLogQueue(client, { logger: console, concurrency: 2 });
for (let number = 0; number < 20; number += 1) queue.log(toLog(number));
