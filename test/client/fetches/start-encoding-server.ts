import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { TestApi } from '../../../src/testing/index.ts';

/** How the bodies of answers travel. */
export type BodyEncoding = 'announced' | 'chunked' | 'gzip' | 'br, chunked';

const compress: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: (bytes) => gzipSync(bytes),
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};

/** A server of the test API whose answers travel like this, and can be cut off. */
export async function startEncodingServer(api: TestApi, encoding: BodyEncoding) {
  let cuts = 0;
  const server = createServer(async (request, response) => {
    const answer = await api.fetch(...(await toFetchArguments(request))).catch(() => undefined);
    if (!answer) {
      request.socket.resetAndDestroy();
      return;
    }
    const isCut = cuts > 0 && answer.status !== 404;
    if (isCut) cuts -= 1;
    await send(response, answer, encoding, isCut);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Cuts the next answers off in the middle of their bodies. */
    cut(count: number) {
      cuts = count;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function toFetchArguments(request: IncomingMessage): Promise<[string, RequestInit]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
  const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, `${value}`]);
  return [`http://api.test${url}`, { method, headers: sent, ...(body && { body }) }];
}

async function send(
  response: ServerResponse,
  answer: Response,
  encoding: BodyEncoding,
  isCut: boolean,
): Promise<void> {
  const text = Buffer.from(await answer.arrayBuffer());
  const [name = '', isChunked = encoding === 'chunked'] = encoding.split(', ');
  const bytes = text.length > 0 ? (compress[name]?.(text) ?? text) : text;
  const headers = Object.fromEntries(answer.headers);
  if (compress[name] && text.length > 0) headers['content-encoding'] = name;
  delete headers['content-length'];
  if (!isChunked && answer.status !== 204) headers['content-length'] = String(bytes.length);
  response.writeHead(answer.status, headers);
  const middle = bytes.length >> 1;
  response.write(bytes.subarray(0, middle));
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (isCut) response.socket?.destroy();
  else response.end(bytes.subarray(middle));
}
