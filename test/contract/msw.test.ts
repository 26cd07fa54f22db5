import { setupServer } from 'msw/node';
import { createTestApi, type TestApi } from '../../src/testing/index.ts';
import { createHandlers } from '../../src/testing/msw.ts';
import type { OpenFace } from './contract-kit.ts';
import { describeContract } from './contract-suite.ts';
import { describeFaults } from './faults-contract.ts';

const open: OpenFace<TestApi> = (now) => {
  const api = createTestApi({ now });
  const baseUrl = 'https://api.example.com';
  const server = setupServer(...createHandlers(api, baseUrl));
  server.listen({ onUnhandledFrame: 'error' });
  return { api, baseUrl, fetch: (input, init) => fetch(input, init), close: () => server.close() };
};

describeContract('msw', open);
describeFaults('msw', open);
