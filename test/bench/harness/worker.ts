/** One client in a process of its own: it runs what it is asked to and tells what it took. */
import { answerParent } from './child.ts';
import { toSlope } from './heap-slope.ts';
import { input } from './records.ts';
import type { BenchClient, Measured, Question, Task } from './task.ts';

const [file = '', url = ''] = process.argv.slice(2);
const { createClient } = (await import(file)) as { createClient(url: string): BenchClient };
const client = createClient(url);

async function createLog(): Promise<void> {
  const log = await client.createLog(input);
  if (typeof log._id !== 'string' || log.output !== input.output) throw new Error('a wrong log');
}

async function createSequentially(calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) await createLog();
}

/** So many at a time, as `createLogs` does where a client has it. */
async function createInFlight(calls: number, inFlight: number): Promise<void> {
  let left = calls;
  const work = async () => {
    for (; left > 0; ) {
      left -= 1;
      await createLog();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

async function createInBulk(calls: number, inFlight: number): Promise<void> {
  if (!client.createLogs) return createInFlight(calls, inFlight);
  await client.createLogs(
    Array.from({ length: calls }, () => input),
    inFlight,
  );
}

async function getLogs(calls: number, size: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    const logs = await client.getLogs?.(String(size));
    if (logs?.length !== size || logs.at(-1)?.output !== input.output)
      throw new Error('wrong logs');
  }
}

/** The most heap that is in use while a list goes by. */
async function iterateLogs(size: number): Promise<number> {
  let seen = 0;
  let most = 0;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for await (const log of client.iterateLogs?.(String(size)) ?? []) {
    seen += 1;
    if (log.output !== input.output) throw new Error('a wrong log');
    if (seen % 20_000 === 0) {
      globalThis.gc?.();
      most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
  }
  if (seen !== size) throw new Error(`${seen} logs came instead of ${size}`);
  return most;
}

async function run(task: Task): Promise<Pick<Measured, 'bytes'>> {
  const { calls } = task;
  switch (task.kind) {
    case 'post':
      await createSequentially(calls);
      return {};
    case 'flight':
      await createInFlight(calls, task.inFlight);
      return {};
    case 'bulk':
      await createInBulk(calls, task.inFlight);
      return {};
    case 'get':
      await getLogs(calls, task.size);
      return {};
    case 'iterate':
      return { bytes: await iterateLogs(task.size) };
    case 'heap':
      return { bytes: await toSlope(createLog, calls) };
  }
}

answerParent<Question, Measured>(async (task) => {
  if (task.kind === 'abilities') return { wall: 0, cpu: 0, abilities: Object.keys(client) };
  const cpu = process.cpuUsage();
  const from = process.hrtime.bigint();
  const result = await run(task);
  const wall = Number(process.hrtime.bigint() - from) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { ...result, wall, cpu: user + system };
});
