/** What the parts of a call take, in one process. In JavaScript: its bench is not installed for `tsc`. */
import { PromptCrafterClient } from 'promptcrafter-client';
import { Bench } from 'tinybench';
import { path, withQuery } from '../../src/client/transport/path.ts';
import { toApiError } from '../../src/client/transport/to-error.ts';
import { NotFoundError } from '../../src/core/errors.ts';
import { createLogInputSchema, logSchema, logsSchema } from '../../src/core/schemas/log.ts';
import { input, toRecord } from './harness/records.ts';

const record = toRecord(0);
const recordText = JSON.stringify(record);
const records = Array.from({ length: 1_000 }, (_, index) => toRecord(index));
const recordsText = JSON.stringify(records);
const headers = { 'content-type': 'application/json', 'content-length': `${recordText.length}` };

/** Answers at once; nothing but a `Response` is made. */
const answer = async () => new Response(recordText, { status: 201, headers });
const client = new PromptCrafterClient({
  baseUrl: 'http://localhost:1',
  token: 'token',
  fetch: answer,
});

const bench = new Bench({
  time: process.argv.includes('--quick') ? 100 : 500,
  warmupTime: process.argv.includes('--quick') ? 50 : 250,
});
bench
  .add('input: check', () => createLogInputSchema.safeParse(input))
  .add('input: JSON.stringify', () => JSON.stringify(input))
  .add('one log: check', () => logSchema.safeParse(record))
  .add('one log: JSON.parse', () => JSON.parse(recordText))
  .add('1 000 logs: check', () => logsSchema.safeParse(records))
  .add('1 000 logs: JSON.parse', () => JSON.parse(recordsText))
  .add('path with an id', () => path`/prompts/${'prompt104'}`)
  .add('path with a query', () => withQuery(path`/logs`, 'promptId', 'prompt104'))
  .add('error of an answer', () =>
    toApiError(404, '{"error":"Log not found."}', { outcome: 'not-applied', attempts: 1 }),
  )
  .add('error class alone', () => new NotFoundError('Log not found.', { status: 404 }))
  .add('Response: make and read', async () => JSON.parse(await (await answer()).text()))
  .add('createLog over such Responses', () => client.createLog(input));
await bench.run();

const rows = bench.tasks.map(({ name, result }) => ({
  part: name,
  'median, µs': Number((result.latency.p50 * 1_000).toFixed(2)),
  'p99, µs': Number((result.latency.p99 * 1_000).toFixed(2)),
}));
console.table(rows);
