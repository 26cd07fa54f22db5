import { beforeAll, describe, expect, test } from 'vitest';
import * as evals from '../../src/evals/index.ts';
import type { ClientOptions } from '../../src/index.ts';
import * as sdk from '../../src/index.ts';
import * as meta from '../../src/meta.ts';
import { createNodeFetch } from '../../src/node/index.ts';
import * as observe from '../../src/observe/index.ts';
import * as prompts from '../../src/prompts/index.ts';
import { caseGroups } from '../runtimes/cases.ts';
import { openControlServer } from '../runtimes/harness/control-server.ts';
import { type CaseReport, runCases } from '../runtimes/run-cases.ts';

const cases = caseGroups.flatMap(({ title, cases }) =>
  cases.map((one) => [title, one.name, one.expected] as const),
);

const rooms = { meta, prompts, observe, evals };

/** The package, its clients over this `fetch` where they are given no other. */
function withFetch(defaults: Pick<ClientOptions, 'fetch'>) {
  class PromptCrafterClient extends sdk.PromptCrafterClient {
    constructor(options: ClientOptions = {}) {
      super({ ...defaults, ...options });
    }
  }
  return { ...sdk, PromptCrafterClient };
}

describe.each([
  ["the platform's fetch", {}],
  ['createNodeFetch', { fetch: createNodeFetch({ env: {} }) }],
])('every case of the runtimes over real sockets, with %s', (_name, defaults) => {
  let reports: readonly CaseReport[];

  beforeAll(async () => {
    const { random } = Math;
    await using control = await openControlServer();
    try {
      await runCases(withFetch(defaults) as typeof sdk, rooms, control.url);
      ({ reports } = await control.report);
    } finally {
      // The cases set it, so that no backoff takes time.
      Math.random = random;
    }
  }, 180_000);

  test.each(cases)('%s: %s', (group, name, expected) => {
    const found = reports.find((report) => report.group === group && report.name === name);
    // What the harness is told comes as JSON.
    expect(found?.result, found?.detail).toEqual(JSON.parse(JSON.stringify(expected)));
  });
});
