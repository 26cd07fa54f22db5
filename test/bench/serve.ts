/**
 * What `serve` does on SQLite and on PostgreSQL: the built program in processes of its own, over
 * loopback, with every change written to the disk.
 *
 *     npm run build && node test/bench/serve.ts
 *     node test/bench/serve.ts --logs 10000000   as many logs in the large database
 *     node test/bench/serve.ts --only sqlite     or postgres
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ServeProcess, startServe } from '../cli/serve-process.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { type BenchDatabase, createPostgres, createSqlite } from './serve/databases.ts';
import {
  exchange,
  logBody,
  measureWrites,
  readSlowly,
  type Target,
  toQuantile,
} from './serve/requests.ts';

const { values } = parseArgs({
  options: {
    logs: { type: 'string', default: '1000000' },
    prompts: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '8' },
    only: { type: 'string' },
  },
});
const [logs, prompts, seconds] = [values.logs, values.prompts, values.seconds].map(Number) as [
  number,
  number,
  number,
];

await using folder = await createTemporaryFolder();
const seed = join(folder.path, 'seed.json');
await writeFile(
  seed,
  JSON.stringify({
    users: [{ _id: 'ada', password: 'a-long-secret' }],
    prompts: [{ _id: 'prompt104' }, { _id: 'few' }],
  }),
);

const start = ({ data }: BenchDatabase) => startServe('--quiet', '--data', data, '--seed', seed);
const toTarget = ({ url, token = '' }: ServeProcess): Target => ({ url, token });
const toMs = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** In MiB, what the process has of the memory, or had at most. */
function readMemory({ process: { pid } }: ServeProcess, isPeak = false): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const line = isPeak ? /^VmHWM:\s+(\d+)/m : /^VmRSS:\s+(\d+)/m;
  return Math.round(Number(line.exec(status)?.[1]) / 1024);
}

async function measureMedian(target: Target, path: string, times = 50): Promise<string> {
  const all: number[] = [];
  for (let count = 0; count < times; count += 1) {
    all.push((await exchange(target, 'GET', path)).ms);
  }
  return `${toMs(toQuantile(all, 0.5))} (p99 ${toMs(toQuantile(all, 0.99))})`;
}

async function measureCreates(target: Target): Promise<string> {
  const all: number[] = [];
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) all.push((await exchange(target, 'POST', '/logs', logBody)).ms);
  return `p50 ${toMs(toQuantile(all, 0.5))}, p99 ${toMs(toQuantile(all, 0.99))}`;
}

async function measure(database: BenchDatabase): Promise<Record<string, string>> {
  const rows: Record<string, string> = {};
  const few = 1_000;
  const thousand = 'the 1 000 logs of a prompt, of 1 000';
  const large = `the 1 000 logs of a prompt, of ${logs.toLocaleString('en')}`;
  // Makes the tables.
  await (await start(database)).end('SIGTERM');
  await database.fill({ logs: few, few, prompts: 0 });
  {
    await using one = await start(database);
    rows[thousand] = await measureMedian(toTarget(one), '/logs?promptId=few');
    rows['create, alone'] = await measureCreates(toTarget(one));
    const rate = await measureWrites([toTarget(one)], { seconds });
    rows['logs a second, 50 clients'] = `${Math.round(rate)}`;
    if (database.canBeShared) {
      await using two = await start(database);
      const both = await measureWrites([toTarget(one), toTarget(two)], { seconds });
      rows['the same, two instances'] = `${Math.round(both)}`;
    }
  }
  await database.fill({ logs, few, prompts });
  await using server = await start(database);
  const target = toTarget(server);
  rows[large] = await measureMedian(target, '/logs?promptId=few');

  const before = readMemory(server);
  const stop = readSlowly(target, '/logs');
  rows['create, while all logs go to a slow client'] = await measureCreates(target);
  const memory = readMemory(server);
  await stop();
  const whole = await exchange(target, 'GET', '/logs?promptId=prompt104');
  rows[`list of ${logs.toLocaleString('en')} logs`] =
    `${(whole.ms / 1_000).toFixed(1)} s, ${Math.round(whole.bytes / whole.ms / 1_000)} MB/s`;
  rows['memory: at rest, slow client, at most'] =
    `${before}, ${memory}, ${readMemory(server, true)} MiB`;

  const count = prompts.toLocaleString('en');
  rows[`search of ${count} prompts: one in 100`] = await measureMedian(target, '/search?q=walrus');
  rows['two words of it'] = await measureMedian(target, '/search?q=walrus%20everyday');
  rows['one prompt'] = await measureMedian(target, `/search?q=topic%20${prompts - 1}`, 20);
  rows['all prompts'] = await measureMedian(target, '/search?q=explain', 5);
  return rows;
}

const table: Record<string, Record<string, string>> = {};
for (const [name, create] of Object.entries({ sqlite: createSqlite, postgres: createPostgres })) {
  if (values.only !== undefined && values.only !== name) continue;
  await using database = await create();
  for (const [row, value] of Object.entries(await measure(database))) {
    table[row] = { ...table[row], [database.name]: value };
    console.log(`${database.name}: ${row}: ${value}`);
  }
}
const [{ model } = { model: 'unknown' }] = cpus();
console.log(`\nNode ${process.version}, ${cpus().length} × ${model.trim()}`);
console.table(table);
