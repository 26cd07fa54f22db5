import { openBackend } from '../../src/serve/backend.ts';
import { startHttpServer } from '../../src/serve/http/http-server.ts';
import type { Face } from './contract-kit.ts';

/** The server over a real socket, with its data where it is told. */
export async function openServe(now: () => number, data?: string): Promise<Face> {
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
