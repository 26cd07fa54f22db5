import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, openBackend } from '../../src/serve/backend.ts';
import { type HttpServer, startHttpServer } from '../../src/serve/http/http-server.ts';
import { projectRoot } from '../support/project-root.ts';

let backend: Backend;
let server: HttpServer;

beforeEach(async () => {
  backend = await openBackend();
  server = await startHttpServer({ app: backend.app, host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await server.close();
  await backend.close();
});

describe('GET /openapi.json', () => {
  const get = (init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}/openapi.json`, init);

  it('is the description of the package, but for the servers', async () => {
    const file = await readFile(join(projectRoot, 'dist/openapi.json'), 'utf8');
    const { servers, ...described } = JSON.parse(file);
    const response = await get();
    expect(response.headers.get('Content-Type')).toBe('application/json');
    expect(await response.json()).toEqual({
      ...described,
      servers: [{ url: `http://127.0.0.1:${server.port}`, description: 'This server.' }],
    });
    expect(servers).toHaveLength(2);
  });

  it('needs no token, and may be read by any page', async () => {
    const { status, headers } = await get();
    expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([200, '*']);
  });

  it('names https where a proxy was asked over it', async () => {
    const response = await get({ headers: { 'X-Forwarded-Proto': 'https' } });
    expect(await response.json()).toMatchObject({
      servers: [{ url: `https://127.0.0.1:${server.port}` }],
    });
  });

  it('names its own place where the host makes no sense', async () => {
    const request = new Request('http://localhost/openapi.json', { headers: { Host: 'a b' } });
    const response = await backend.app.fetch(request);
    expect(await response.json()).toMatchObject({ servers: [{ url: '/' }] });
  });

  it('answers HEAD without a body', async () => {
    const response = await get({ method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('has no other method', async () => {
    expect((await get({ method: 'DELETE' })).status).toBe(404);
  });
});
