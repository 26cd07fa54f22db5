import { describe, expect } from 'vitest';
import { describeAccounts } from './accounts-contract.ts';
import { createContractKit, type OpenFace } from './contract-kit.ts';
import { findDeviations, type GivenAnswer } from './described-answers.ts';
import { describeLogs } from './logs-contract.ts';
import { describePrompts } from './prompts-contract.ts';
import { describeRequests } from './requests-contract.ts';
import { describeSearch } from './search-contract.ts';

/** What the API promises, whatever way a request takes to it. */
export function describeContract(name: string, open: OpenFace): void {
  describe(`the API over ${name}`, () => {
    const kit = createContractKit(open, expectAsDescribed);

    describeAccounts(kit);
    describeRequests(kit);
    describePrompts(kit);
    describeSearch(kit);
    describeLogs(kit);
  });
}

function expectAsDescribed(answer: GivenAnswer): void {
  expect(findDeviations(answer), 'the answer is not as openapi.json describes it').toEqual([]);
}
