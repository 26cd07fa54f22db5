/** Lets go of a unit, and prints what is done to its owner.json, and in which order. */
import fs, { readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

const steps: string[] = [];
const { fsyncSync, renameSync } = fs;
const toName = (path: string) => {
  const name = basename(path);
  return name.startsWith('owner.json') ? 'owner.json' : 'unit';
};
Object.assign(fs, {
  fsyncSync(fd: number) {
    fsyncSync(fd);
    steps.push(`sync ${toName(readlinkSync(`/proc/self/fd/${fd}`))}`);
  },
  renameSync(from: string, to: string) {
    renameSync(from, to);
    steps.push(`rename ${toName(to)}`);
  },
});
syncBuiltinESMExports();

const { createLogQueue } = await import('../../../src/queue/index.ts');
const { openSpool } = await import('../../../src/queue/node-spool.ts');
const { client, folder, toLog } = await import('./program-kit.ts');

const fsync = process.env.FSYNC as 'batch' | 'always' | 'never';
const logger = { warn() {} };
const queue = createLogQueue(client, { spool: openSpool(folder, { fsync }), logger });
queue.log(toLog(0));
steps.length = 0;
await queue.close({ timeout: 0 });
console.log(JSON.stringify(steps));
process.exit();
