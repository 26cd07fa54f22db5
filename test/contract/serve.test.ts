import { join } from 'node:path';
import { openBackend } from '../../src/serve/backend.ts';
import { startHttpServer } from '../../src/serve/http/http-server.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import type { Face } from './contract-kit.ts';
import { describeContract } from './contract-suite.ts';

describeContract('serve, in memory', (now) => openServe(now));

describeContract('serve, with a data file', async (now) => {
  const folder = await createTemporaryFolder();
  const face = await openServe(now, join(folder.path, 'data.db'));
  return {
    ...face,
    async close() {
      await face.close();
      await folder[Symbol.asyncDispose]();
    },
  };
});

async function openServe(now: () => number, data?: string): Promise<Face> {
  const counts = { user: 100, prompt: 100, log: 100 };
  const backend = await openBackend({
    data,
    now,
    createId(kind) {
      counts[kind] += 1;
      return `${kind}${counts[kind]}`;
    },
    tokenLifetime: 3_600_000,
    passwordCost: 2,
    report: (error) => {
      throw error;
    },
  });
  const server = await startHttpServer({ app: backend.app, host: '127.0.0.1', port: 0 });
  return {
    api: backend,
    baseUrl: `http://127.0.0.1:${server.port}`,
    fetch: (input, init) => fetch(input, init),
    async close() {
      await server.close();
      await backend.close();
    },
  };
}
