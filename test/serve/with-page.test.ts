import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../../src/serve/start-server.ts';

let server: Server;
const lines: string[] = [];

beforeAll(async () => {
  server = await startServer({ host: '127.0.0.1', port: 0, onAccess: (line) => lines.push(line) });
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${server.url}${path}`, { headers, method });

describe('GET /', () => {
  it.each([
    ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
    ['whoever takes anything', '*/*'],
  ])('answers %s with the page', async (_who, accept) => {
    const response = await get('/', { Accept: accept });
    expect([response.status, response.headers.get('Content-Type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  it.each(['application/json', 'application/json, text/plain, */*', 'image/png'])(
    'is no route to a client that asks for %s',
    async (accept) => {
      const response = await get('/', { Accept: accept });
      expect([response.status, await response.json()]).toEqual([404, { error: 'Route not found' }]);
    },
  );

  it('is the only request to / that has a page', async () => {
    expect((await get('/', {}, 'HEAD')).status).toBe(200);
    expect((await get('/', {}, 'POST')).status).toBe(404);
    expect((await get('/prompts', { Accept: 'text/html' })).status).toBe(401);
  });
});

describe('the files of the page', () => {
  it('come with a policy that allows its own scripts and no HTML in strings', async () => {
    for (const path of ['/', '/page/main.js', '/page/compare-worker.js']) {
      const { headers } = await get(path);
      expect(headers.get('Content-Security-Policy')?.split('; ')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          'trusted-types compare-worker',
        ]),
      );
      expect(headers.get('Content-Security-Policy')).not.toMatch(/unsafe|\*|data:/);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
  });

  it('are asked for by addresses that hold below a path, and none of them is missing', async () => {
    const page = await (await get('/')).text();
    const links = Array.from(page.matchAll(/(?:href|src)="([^"]+)"/g), ([, link = '']) => link);
    expect(links.length).toBe(3);
    expect(links.filter((link) => /^(\/|\w+:)/.test(link))).toEqual([]);
    for (const link of links) expect((await get(`/${link}`)).status).toBe(200);
    expect(page).not.toMatch(/<script>|<style|style=|\son\w+=/);
  });

  it('are sent again only when they have changed', async () => {
    const { headers } = await get('/page/main.js');
    const etag = headers.get('ETag') ?? '';
    expect((await get('/page/main.js', { 'If-None-Match': etag })).status).toBe(304);
    expect((await get('/page/main.js', { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it.each([
    '/page/',
    '/page/none.js',
    '/page/../cli.js',
    '/page/..%2fcli.js',
    '/page/%2e%2e/cli.js',
  ])('are no way to %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

it('tells of the page in the lines of requests', () => {
  expect(lines).toContainEqual(expect.stringMatching(/^GET \/ 200 \d+ ms$/));
  expect(lines).toContainEqual(expect.stringMatching(/^GET \/page\/\{file\} 200 \d+ ms$/));
});
