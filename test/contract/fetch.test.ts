import { describeContract } from './contract-suite.ts';

describeContract('fetch', (api) => ({
  baseUrl: 'https://api.example.com',
  fetch: api.fetch,
  close: () => {},
}));
