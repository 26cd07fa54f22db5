import { setupServer } from 'msw/node';
import { createHandlers } from '../../src/testing/msw.ts';
import { describeContract } from './contract-suite.ts';

describeContract('msw', (api) => {
  const baseUrl = 'https://api.example.com';
  const server = setupServer(...createHandlers(api, baseUrl));
  server.listen({ onUnhandledFrame: 'error' });
  return { baseUrl, fetch: (input, init) => fetch(input, init), close: () => server.close() };
});
