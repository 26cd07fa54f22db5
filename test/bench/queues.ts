/**
 * What a log costs whoever logs, and what becomes of it: our queue beside those of others, each with
 * its own defaults and in a process of its own, against one server.
 *
 *     node test/bench/queues.ts                  all of it, in some minutes
 *     node test/bench/queues.ts --total 2000      fewer logs
 *     node test/bench/queues.ts --kills 20        more often killed
 *     node test/bench/queues.ts --memory 100000   fewer logs while the heap is watched; 0 for none
 *     node test/bench/queues.ts --pairs 20        more pairs for what a spool costs; 0 for none
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from '../../src/testing/random.ts';
import { installPeers } from './harness/contestants.ts';
import { Receiver } from './queues/receiver.ts';

const { values } = parseArgs({
  options: {
    total: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '5' },
    memory: { type: 'string', default: '1000000' },
    pairs: { type: 'string', default: '6' },
  },
});
const total = Number(values.total);
const kills = Number(values.kills);
const rate = 0.3;
/** Logs that are counted under faults. */
const counted = 1_000;

const names = [
  'promptcrafter-client/queue',
  'the same, with a spool',
  'posthog-node',
  '@segment/analytics-node',
  'langfuse',
];
const program = fileURLToPath(new URL('queues/task.js', import.meta.url));

interface Task {
  readonly name: string;
  readonly url: string;
  readonly folder: string | undefined;
  readonly from: number;
  readonly to: number;
  /** Whether it writes down what was accepted. */
  readonly isTold: boolean;
  /** How often it logs all of it before it is measured. */
  readonly warmUps?: number;
}

/** Runs a program that logs, and kills it so many ms after its first log. */
async function run(task: Task, longestLife = Number.POSITIVE_INFINITY): Promise<string[]> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (longestLife < Number.POSITIVE_INFINITY) {
      timer ??= setTimeout(() => child.kill('SIGKILL'), longestLife);
    }
  });
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return output.trim().split('\n');
}

/** Something with a server and a folder of its own. */
async function withServer<T>(
  name: string,
  faultRate: number,
  measure: (task: Omit<Task, 'from' | 'to' | 'isTold'>, server: Receiver) => Promise<T>,
): Promise<T> {
  const server = new Receiver(faultRate);
  const folder = mkdtempSync(join(tmpdir(), 'queues-'));
  try {
    const isSpooled = name.includes('spool');
    const url = await server.listen();
    return await measure({ name, url, folder: isSpooled ? folder : undefined }, server);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const measureSpeed = (name: string) =>
  withServer(name, 0, async (task, server) => {
    const lines = await run({ ...task, from: 0, to: total, isTold: false, warmUps: 4 });
    const { median, p99, seconds } = JSON.parse(lines.at(-1)?.slice(1) ?? '');
    const stored = server.stored.size;
    return { median, p99, perSecond: Math.round(stored / seconds), missing: total - stored };
  });

/** What the heap of our queue holds after each fifth of so many logs, in MB. */
function measureMemory(isSpooled: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'queues-'));
  try {
    const task = { total: Number(values.memory), ...(isSpooled && { folder }) };
    const memory = fileURLToPath(new URL('queues/memory.js', import.meta.url));
    const args = ['--expose-gc', memory, JSON.stringify(task)];
    return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The share of its throughput that our queue keeps with a spool, in pairs of processes. */
async function measureSpool(pairs: number): Promise<string> {
  const shares: number[] = [];
  const [without = '', withSpool = ''] = names;
  for (let pair = 0; pair < pairs; pair += 1) {
    // Whatever else the machine does falls on both.
    const order = pair % 2 === 0 ? [without, withSpool] : [withSpool, without];
    const speeds = new Map<string, number>();
    for (const name of order) speeds.set(name, (await measureSpeed(name)).perSecond);
    shares.push((speeds.get(withSpool) ?? 0) / (speeds.get(without) ?? 0));
  }
  shares.sort((a, b) => a - b);
  const shown = [0, 0.5, 1].map((at) => shares[Math.floor(at * (pairs - 1))]?.toFixed(2));
  return `${shown[1]} (${shown[0]} to ${shown[2]} in ${pairs} pairs)`;
}

/** Which of the logs that were accepted are not stored, or more than once. */
const countLosses = (name: string, times: number) =>
  withServer(name, rate, async (task, server) => {
    const random = createRandom(times + 1);
    const accepted = new Set<number>();
    const hear = (lines: readonly string[]) => {
      for (const line of lines) if (line.startsWith('=')) accepted.add(Number(line.slice(1)));
    };
    for (let kill = 0; kill < times; kill += 1) {
      const from = Math.max(-1, ...accepted) + 1;
      hear(await run({ ...task, from, to: counted, isTold: true }, 100 + random() * 300));
    }
    hear(await run({ ...task, from: Math.max(-1, ...accepted) + 1, to: counted, isTold: true }));
    const lost = [...accepted].filter((number) => !server.stored.has(number)).length;
    const doubled = [...server.stored.values()].filter((count) => count > 1).length;
    return { lost, doubled };
  });

installPeers();
const rows = [
  '|  | `log`, median | p99 | logs/s | of these not stored | faults: lost | doubled | and SIGKILL: lost | doubled |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];
for (const name of names) {
  const speed = await measureSpeed(name);
  const calm = await countLosses(name, 0);
  const killed = await countLosses(name, kills);
  const times = [speed.median, speed.p99].map((us) => `${us.toFixed(1)} µs`);
  const figures = [
    speed.perSecond,
    speed.missing,
    calm.lost,
    calm.doubled,
    killed.lost,
    killed.doubled,
  ];
  rows.push(`| ${[name, ...times, ...figures].join(' | ')} |`);
  console.log(rows.at(-1));
}
if (Number(values.memory) > 0) {
  for (const isSpooled of [false, true]) {
    console.log(`memory, ${isSpooled ? 'with' : 'without'} a spool: ${measureMemory(isSpooled)}`);
  }
}
if (Number(values.pairs) > 0) {
  console.log(
    `throughput with a spool, against without: ${await measureSpool(Number(values.pairs))}`,
  );
}
const [{ model } = { model: 'unknown' }] = cpus();
console.log(`
${total} logs of 400 characters for the speed; ${counted} with ${rate * 100} % of all requests failing
for what is lost and doubled, and the same with ${kills} SIGKILLs.
Node ${process.version}, ${cpus().length} × ${model.trim()}, ${new Date().toISOString().slice(0, 10)}.

${rows.join('\n')}
`);
