/**
 * What our client costs over raw `fetch`, beside other clients. Each is a process of its own, as
 * is the server; they take turns in shuffled order, each beside a raw `fetch` of its own, so
 * that whatever else the machine does falls on both. The row `fetch` is `fetch` against itself:
 * the noise.
 *
 *     npm run bench -- --quick                      under a minute: less of everything
 *     npm run bench -- --only post,cold             some of the scenarios, see harness/scenarios.ts
 *     npm run bench -- --clients ky,openai          some of the other clients
 *     npm run bench -- --build before=/tmp/index.js another build of ours beside this one
 *     npm run bench -- --pairs 30                   more processes: narrower intervals, 10 by default
 *     npm run bench -- --json figures.json          the table for a program to read
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Child } from './harness/child.ts';
import { createContestant, installPeers } from './harness/contestants.ts';
import { scenarios, slowScenarios } from './harness/scenarios.ts';
import type { Received } from './harness/server.ts';
import { Board } from './harness/table.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    clients: { type: 'string' },
    build: { type: 'string', multiple: true, default: [] },
    pairs: { type: 'string' },
    json: { type: 'string' },
  },
});

const peers = [
  'thin',
  'ky',
  'ofetch',
  'openapi-fetch',
  'openai',
  'anthropic',
  'stripe',
  'resend',
  'langfuse',
  'supabase',
];

function choose(given: string | undefined, all: readonly string[]): readonly string[] {
  const chosen = given?.split(',').filter((name) => name !== '') ?? all;
  const unknown = chosen.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown}. There are ${all.join(', ')}.`);
  return chosen;
}

const chosenPeers = choose(values.clients ?? (values.quick ? 'thin' : undefined), peers);
const allScenarios = [...Object.keys(scenarios), 'parts'];
const chosenScenarios = choose(values.only, allScenarios).filter(
  (name) => values.only || !values.quick || !slowScenarios.includes(name),
);

installPeers();
const contestants = [
  createContestant('fetch', 'fetch'),
  createContestant('promptcrafter-client', 'ours'),
  // Nearly the same code; --quick shows what it costs at all.
  ...(values.quick
    ? []
    : [
        createContestant('its single file', 'ours', 'promptcrafter-client/promptcrafter-client.js'),
      ]),
  createContestant('with createNodeFetch', 'ours-by-node'),
  ...values.build.map((build) => {
    const [name = '', file = ''] = build.split('=');
    return createContestant(name, 'ours', resolve(file));
  }),
  ...chosenPeers.map((name) => createContestant(name, name)),
];
const base = createContestant('base', 'fetch');
const pairs = Number(values.pairs ?? (values.quick ? 2 : 10));
if (!(Number.isInteger(pairs) && pairs > 0)) throw new Error('--pairs takes a number.');
const board = new Board(contestants.map(({ name }) => name));
const server = new Child<object, Received>(new URL('harness/server.ts', import.meta.url));
try {
  const { url } = await server.ask({});
  for (const name of chosenScenarios) {
    const scenario = scenarios[name];
    if (!scenario) continue;
    const from = performance.now();
    await scenario({ base, contestants, server, url, board, quick: values.quick, pairs });
    console.log(`${name}: ${((performance.now() - from) / 1_000).toFixed(0)} s`);
  }
} finally {
  await server.stop();
}
if (chosenScenarios.includes('parts')) {
  const parts = fileURLToPath(new URL('parts.js', import.meta.url));
  execFileSync(process.execPath, [parts, ...(values.quick ? ['--quick'] : [])], {
    stdio: 'inherit',
  });
}

const [{ model } = { model: 'unknown' }] = cpus();
console.log(`
Node ${process.version}, ${cpus().length} × ${model.trim()}, ${new Date().toISOString().slice(0, 10)}.
Times are medians over raw fetch beside them, ± half the 95 % interval; the row fetch is the noise.
Those of calls are medians of ${pairs} pairs of processes, a client and a raw fetch.

${board}
`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(board, null, 2)}\n`);
