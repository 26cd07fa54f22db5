/**
 * A program that logs, for `queues.ts`: `node task.js '{"name":…,"url":…,"from":0,"to":1000}'`. It
 * writes the number of each log that was accepted, and in the end what it has measured.
 */
import { writeSync } from 'node:fs';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { contenders } from './contenders.js';

const { name, url, folder, from, to, isTold, warmUps = 0 } = JSON.parse(process.argv[2]);
const { log, flush, finish } = await contenders[name](url, folder);
/** A server logs a few at a time, and does something else in between. */
const burst = isTold ? 5 : 20;
const costs = [];

async function logAll(first, end, toName) {
  costs.length = 0;
  for (let number = first; number < end; number += 1) {
    const before = performance.now();
    const isAccepted = log(toName(number));
    costs.push(performance.now() - before);
    if (isTold && isAccepted !== false) writeSync(1, `=${number}\n`);
    if (number % burst === 0) await (isTold ? setTimeout(10) : setImmediate());
  }
}

// A server that runs has been compiled for long.
for (let round = 0; round < warmUps; round += 1) {
  await logAll(from, to, (number) => `warm-${number}.`);
  await flush();
}
const startedAt = performance.now();
await logAll(from, to, (number) => `item-${number}.`);
await finish(120_000);
const seconds = (performance.now() - startedAt) / 1_000;
const sorted = costs.sort((a, b) => a - b);
const at = (share) => sorted[Math.floor(sorted.length * share)] * 1_000;
writeSync(1, `!${JSON.stringify({ median: at(0.5), p99: at(0.99), seconds })}\n`);
process.exit();
