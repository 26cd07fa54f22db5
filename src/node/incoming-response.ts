import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Readable } from 'node:stream';
import { getAbortReason } from '../core/abort-reason.ts';
import { decodeBody } from './decode-body.ts';
import { createCodedError, toFetchError } from './fetch-error.ts';
import { followStream } from './follow-stream.ts';
import { IncomingHeaders } from './incoming-headers.ts';
import type { NodeResponse } from './node-response.ts';
import { toWebStream } from './to-web-stream.ts';

/** In bytes. No answer of the API is longer; `body` can be read without a limit. */
const longestText = 256 * 1024 * 1024;

/** Statuses that have no body, whatever is announced. */
const withoutBody = [204, 205, 304];

/** What was asked. */
export interface AnsweredRequest {
  readonly method: string;
  readonly url: string;
  readonly signal: AbortSignal | undefined;
}

/** An answer over what Node has of it. */
export class IncomingResponse implements NodeResponse {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: IncomingHeaders;
  readonly type = 'basic';
  readonly redirected = false;
  readonly #message: Readable | undefined;
  readonly #signal: AbortSignal | undefined;
  #body: ReadableStream<Uint8Array> | undefined;
  #isUsed = false;

  constructor(message: IncomingMessage, { method, url, signal }: AnsweredRequest) {
    const { statusCode = 0, statusMessage } = message;
    this.status = statusCode;
    this.statusText = statusMessage || (STATUS_CODES[statusCode] ?? '');
    this.url = url;
    this.headers = new IncomingHeaders(message.headers);
    this.#signal = signal;
    if (withoutBody.includes(statusCode) || /^head$/i.test(method)) message.resume();
    else this.#message = decodeBody(message);
    // Whoever reads it hears of what goes wrong; nobody else has to.
    for (const stream of new Set([message, this.#message])) stream?.on('error', () => undefined);
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get bodyUsed(): boolean {
    return this.#isUsed || this.#body?.locked === true;
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (!this.#message) return null;
    this.#body ??= this.#isUsed
      ? new ReadableStream({ start: (controller) => controller.close() })
      : toWebStream(this.#message, (error) => this.#toError(error));
    return this.#body;
  }

  async text(): Promise<string> {
    const bytes = await this.#read();
    // As with `fetch`, a byte order mark is no part of the text.
    const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return bytes.toString('utf8', isMarked ? 3 : 0);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return Uint8Array.from(await this.#read()).buffer;
  }

  /** Reads the stream of Node, which takes less time than one of the platform. */
  async #read(): Promise<Buffer> {
    if (this.bodyUsed) throw new TypeError('the body has been read');
    this.#isUsed = true;
    const chunks: Uint8Array[] = [];
    let size = 0;
    const keep = (chunk: Uint8Array) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size <= longestText) return;
      throw createCodedError('the body is longer than 256 MiB', 'ERR_BODY_TOO_LONG');
    };
    if (this.#body) await readStream(this.#body, keep);
    else if (this.#message) await this.#readMessage(this.#message, keep);
    return Buffer.concat(chunks, size);
  }

  #readMessage(message: Readable, keep: (chunk: Uint8Array) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      followStream(message, {
        take(piece) {
          try {
            keep(piece);
          } catch (error) {
            message.destroy(error as Error);
          }
        },
        end: resolve,
        fail: (error) => reject(this.#toError(error)),
      });
    });
  }

  #toError(error: Error | undefined): unknown {
    if (this.#signal?.aborted) return getAbortReason(this.#signal);
    return toFetchError(error ?? createCodedError('the answer broke off', 'ECONNRESET'));
  }
}

async function readStream(
  stream: ReadableStream<Uint8Array>,
  keep: (chunk: Uint8Array) => void,
): Promise<void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      keep(value);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
