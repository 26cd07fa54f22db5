import { describeContract } from './contract-suite.ts';

describeContract('a socket', async (api) => {
  const { url, close } = await api.listen();
  return { baseUrl: url, fetch: (input, init) => fetch(input, init), close };
});
