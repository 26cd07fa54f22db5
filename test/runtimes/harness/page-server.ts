import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/** A web server that serves a folder under a policy that lets next to nothing happen. */
export interface PageServer {
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Neither `eval` nor a string that becomes markup, and only the servers of the cases are called. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // Firefox asks for an icon by itself.
  "img-src 'self'",
  'connect-src http://127.0.0.1:* https://127.0.0.1:* https://promptcrafter.invalid',
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
};

export async function openPageServer(folder: string): Promise<PageServer> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(`http://localhost${request.url}`);
    const file = normalize(pathname === '/' ? '/index.html' : pathname);
    response.setHeader('Content-Security-Policy', policy);
    try {
      const content = await readFile(join(folder, file));
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
