import { createTestApi, type TestApi } from '../../src/testing/index.ts';
import type { OpenFace } from './contract-kit.ts';
import { describeContract } from './contract-suite.ts';
import { describeFaults } from './faults-contract.ts';

const open: OpenFace<TestApi> = async (now) => {
  const api = createTestApi({ now });
  const { url, close } = await api.listen();
  return { api, baseUrl: url, fetch: (input, init) => fetch(input, init), close };
};

describeContract('a socket', open);
describeFaults('a socket', open);
