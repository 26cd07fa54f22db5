import { toSlope } from '../bench/harness/heap-slope.ts';
import { input, toRecord } from '../bench/harness/records.ts';
import { importBuilt } from './import-built.ts';

const { PromptCrafterClient } = await importBuilt();

// Each call moves the clock by as much: what the client remembers for some seconds is the same
// amount at each sample, on a slow machine as on a fast one.
const millisecondsPerCall = 5;
let calls = 0;
performance.now = () => calls * millisecondsPerCall;

const list = JSON.stringify([toRecord(0), toRecord(1)]);
const client = new PromptCrafterClient({
  baseUrl: 'http://localhost:1',
  token: 'token',
  async fetch(_url, { method }) {
    const body = method === 'POST' ? JSON.stringify(toRecord(calls)) : list;
    return new Response(body, {
      headers: { 'content-type': 'application/json', 'content-length': `${body.length}` },
    });
  },
});
// As long-lived as the process: what a call leaves on it adds up.
const { signal } = new AbortController();

async function measure(call: () => Promise<unknown>): Promise<number> {
  return toSlope(() => {
    calls += 1;
    return call();
  }, 20_000);
}

console.log(
  JSON.stringify({
    createLog: await measure(() => client.createLog(input, { signal })),
    getLogsByPrompt: await measure(() => client.getLogsByPrompt('prompt104', { signal })),
  }),
);
