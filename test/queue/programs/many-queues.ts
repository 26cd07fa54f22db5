import { createLogQueue } from '../../../src/queue/index.ts';
import { client, toLog } from './program-kit.ts';

for (let number = 0; number < 15; number += 1) createLogQueue(client).log(toLog(number));
