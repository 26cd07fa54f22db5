/** Logs three times, and prints which files the disk was made to keep, and when. */
import fs, { readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

const synced = new Set<string>();
const note = (fd: number) => synced.add(basename(readlinkSync(`/proc/self/fd/${fd}`)));
for (const name of ['fdatasync', 'fsync'] as const) {
  const [sync, syncNow] = [fs[name], fs[`${name}Sync`]];
  Object.assign(fs, {
    [name](fd: number, onDone: () => void) {
      sync(fd, () => {
        note(fd);
        onDone();
      });
    },
    [`${name}Sync`](fd: number) {
      syncNow(fd);
      note(fd);
    },
  });
}
syncBuiltinESMExports();

const { createLogQueue } = await import('../../../src/queue/index.ts');
const { openSpool } = await import('../../../src/queue/node-spool.ts');
const { client, folder, toLog } = await import('./program-kit.ts');

const fsyncMode = process.env.FSYNC as 'batch' | 'always' | 'never';
const queue = createLogQueue(client, { spool: openSpool(folder, { fsync: fsyncMode }) });
// More than a segment takes: a file that is full is closed, and synced all the same.
const long = 'x'.repeat(3 * 1024 * 1024);
queue.log(toLog(0));
const list = () => [...synced].filter((name) => /\.log$|owner|^spool$/.test(name)).sort();
const atOnce = list();
for (let number = 1; number < 3; number += 1) queue.log({ ...toLog(number), output: long });
queue.log(toLog(3));
const deadline = performance.now() + 5_000;
while (list().length < 4 && performance.now() < (fsyncMode === 'never' ? 0 : deadline)) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
console.log(JSON.stringify({ atOnce, later: list() }));
process.exit();
