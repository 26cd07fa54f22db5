import type { App } from '../api/app.ts';
import type { PageFile } from './page-files.ts';

/** The policy of the page: its own files and its own API, and nothing made of strings. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types compare-worker',
].join('; ');

const folder = '/page/';

/** Adds the page to the API: at `/` for browsers, with its files under `/page/`. */
export function withPage(app: App, files: ReadonlyMap<string, PageFile>, now: () => number): App {
  return {
    fetch(request, client) {
      const file = findFile(request, files);
      return file ? answer(request, file, now()) : app.fetch(request, client);
    },
  };
}

/** The route of a path that belongs to the page, for the line that a request is told by. */
export function toPageRoute(path: string): string | undefined {
  if (path === '/') return path;
  return path.startsWith(folder) ? `${folder}{file}` : undefined;
}

function findFile(
  { method, url, headers }: Request,
  files: ReadonlyMap<string, PageFile>,
): PageFile | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const { pathname } = new URL(url);
  if (pathname === '/')
    return takesHtml(headers.get('Accept')) ? files.get('index.html') : undefined;
  return pathname.startsWith(folder) ? files.get(pathname.slice(folder.length)) : undefined;
}

/** A client that asks for JSON means the API, also where it would put up with anything. */
function takesHtml(accept: string | null): boolean {
  if (accept === null || /\btext\/(html|\*)/i.test(accept)) return true;
  return accept.includes('*/*') && !/\bjson\b/i.test(accept);
}

function answer({ method, headers: asked }: Request, file: PageFile, now: number): Response {
  const { content, type, etag } = file;
  const headers = {
    'Content-Type': type,
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    // Another version of the page comes with another version of the program.
    'Cache-Control': 'no-cache',
    Date: new Date(now).toUTCString(),
    ETag: etag,
    Vary: 'Accept',
  };
  if (asked.get('If-None-Match') === etag) return new Response(null, { status: 304, headers });
  return new Response(method === 'HEAD' ? null : content, { headers });
}
