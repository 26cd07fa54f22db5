import { createTestApi, type TestApi } from '../../src/testing/index.ts';
import type { OpenFace } from './contract-kit.ts';
import { describeContract } from './contract-suite.ts';
import { describeFaults } from './faults-contract.ts';

const open: OpenFace<TestApi> = (now) => {
  const api = createTestApi({ now });
  return { api, baseUrl: 'https://api.example.com', fetch: api.fetch, close: () => {} };
};

describeContract('fetch', open);
describeFaults('fetch', open);
