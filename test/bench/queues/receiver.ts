import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { createRandom } from '../../../src/testing/random.ts';

/** Ways to fail, before what was sent is stored or after it; each is as likely as the others. */
const faults = ['reset', 'reset-after', '500', '500-after', '502', 'cut-off-after', '429'] as const;

/** A server that stores what any of the queues sends, and fails as often as it is told to. */
export class Receiver {
  /** How often each log was stored, by its number. */
  readonly stored = new Map<number, number>();
  readonly #logs: object[] = [];
  readonly #rate: number;
  readonly #random = createRandom(1);
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(rate: number) {
    this.#rate = rate;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    const fault =
      this.#random() < this.#rate ? faults[Math.floor(this.#random() * faults.length)] : undefined;
    const reply = fault === undefined || fault.endsWith('after') ? this.#store(request, body) : {};
    if (fault?.startsWith('reset')) {
      request.socket.resetAndDestroy();
      return;
    }
    const status =
      fault === undefined || fault === 'cut-off-after' ? 201 : Number.parseInt(fault, 10);
    const text = JSON.stringify(reply);
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': text.length,
    });
    if (fault !== 'cut-off-after') response.end(text);
    else response.write(text.slice(0, 1), () => request.socket.destroy());
  }

  #store({ method, url }: IncomingMessage, body: Buffer): unknown {
    if (method === 'GET') return this.#logs;
    const text = body.toString();
    // A request may name a log twice: langfuse makes a trace for each event.
    const numbers = new Set(Array.from(text.matchAll(/"item-(\d+)\."/g), ([, n]) => Number(n)));
    for (const number of numbers) this.stored.set(number, (this.stored.get(number) ?? 0) + 1);
    // What langfuse wants to hear; the others look at the status.
    if (url !== '/logs') return { successes: [], errors: [] };
    const createdAt = new Date().toISOString();
    const log = { _id: `log${this.#logs.length}`, ...JSON.parse(text), createdAt };
    this.#logs.push(log);
    return log;
  }
}
