/** The server of the benchmark, in a process of its own: correct, cheap, and it counts. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from './child.ts';
import { toRecord } from './records.ts';

/** What the server has received since it was last asked. */
export interface Received {
  readonly url: string;
  readonly requests: number;
  /** Requests that were not what the API documents. */
  readonly wrong: number;
}

let requests = 0;
let wrong = 0;
let ids = 0;
const lists = new Map<number, Buffer>();

function list(size: number): Buffer {
  const known = lists.get(size);
  if (known) return known;
  const records = Array.from({ length: size }, (_, index) => toRecord(index));
  const body = Buffer.from(JSON.stringify(records));
  lists.set(size, body);
  return body;
}

/** Longer lists than this are written piece by piece, and nobody holds them as a whole. */
const longestKept = 100_000;

function* pieces(size: number): Generator<string> {
  const atOnce = 1_000;
  for (let from = 0; from < size; from += atOnce) {
    const records = Array.from({ length: Math.min(atOnce, size - from) }, (_, index) =>
      JSON.stringify(toRecord(from + index)),
    );
    yield `${from === 0 ? '[' : ','}${records.join(',')}`;
  }
  yield ']';
}

const server = createServer((request, response) => {
  requests += 1;
  const { method, url = '', headers } = request;
  const authorized = /^(Bearer|Basic) \S+$/.test(headers.authorization ?? '');
  if (method === 'GET') {
    const size = Number(/promptId=\D*(\d+)/.exec(url)?.[1]);
    if (!authorized || !(size >= 0)) wrong += 1;
    if (size > longestKept) {
      response.writeHead(200, { 'content-type': 'application/json' });
      const rest = pieces(size);
      // A loop over the pieces that is left would not go on where it stopped.
      const write = () => {
        for (;;) {
          const { done, value } = rest.next();
          if (done) return response.end();
          if (!response.write(value)) return response.once('drain', write);
        }
      };
      write();
      return;
    }
    const body = list(size);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': body.byteLength,
    });
    response.end(body);
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const log = JSON.parse(Buffer.concat(chunks).toString());
    const isRight =
      authorized &&
      /^application\/json\b/.test(headers['content-type'] ?? '') &&
      typeof log.promptId === 'string' &&
      typeof log.output === 'string' &&
      typeof log.modelUsed === 'string';
    if (!isRight) wrong += 1;
    ids += 1;
    const body = JSON.stringify({ _id: `log${ids}`, ...log, createdAt: new Date().toISOString() });
    response.writeHead(201, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
// A connection that is closed for being idle would look like a fault to the next request.
server.keepAliveTimeout = 0;
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve);
});
const { port } = server.address() as AddressInfo;

answerParent<object, Received>(async () => {
  const received = { url: `http://127.0.0.1:${port}`, requests, wrong };
  requests = 0;
  wrong = 0;
  return received;
});
