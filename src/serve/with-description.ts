import { version } from '../../package.json';
import type { App } from '../api/app.ts';
import { setCommonHeaders } from '../api/common-headers.ts';
import { createOpenApiDocument } from '../api/openapi/create-openapi-document.ts';
import type { OpenApiDocument } from '../api/openapi/openapi-document.ts';

/** The path of the description of the API. */
export const descriptionPath = '/openapi.json';

/** Adds `GET /openapi.json` to the API: its description, which names the server that is asked. */
export function withDescription(app: App, now: () => number): App {
  let document: OpenApiDocument | undefined;
  // All but the address is the same for everybody.
  const describe = () => {
    document ??= createOpenApiDocument({ version, servers: [] });
    return document;
  };
  return {
    fetch(request, client) {
      const isAsked = request.method === 'GET' || request.method === 'HEAD';
      if (!isAsked || new URL(request.url).pathname !== descriptionPath) {
        return app.fetch(request, client);
      }
      return answer(request, now(), describe);
    },
  };
}

function answer(
  { method, headers: asked }: Request,
  now: number,
  describe: () => OpenApiDocument,
): Response {
  const headers = new Headers({ 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  setCommonHeaders(headers, now);
  if (method === 'HEAD') return new Response(null, { headers });
  const servers = [{ url: toOrigin(asked), description: 'This server.' }];
  return new Response(JSON.stringify({ ...describe(), servers }), { headers });
}

/** Where the caller reaches this server; a proxy in front says so when it was asked over TLS. */
function toOrigin(headers: Headers): string {
  const scheme = headers.get('X-Forwarded-Proto') === 'https' ? 'https' : 'http';
  const url = `${scheme}://${headers.get('Host')}`;
  // Below the place of the description itself, where the header names none.
  return URL.canParse(url) ? new URL(url).origin : '/';
}
