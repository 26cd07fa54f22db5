import { describe, expect, it, vi } from 'vitest';
import { PromptCrafterResponseError, ServerError } from '../../../src/index.ts';
import { createObservedClient } from '../../support/create-observed-client.ts';
import { sampleLog } from '../../support/operations.ts';
import { errorOf } from '../../support/rejection-of.ts';

const kibi = 1024;
const mebi = 1024 * kibi;

/** A body that goes on for ever, and what has been taken from it. */
function createEndlessBody(chunkSize: number) {
  const chunk = new Uint8Array(chunkSize).fill(32);
  const taken = { bytes: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken.bytes += chunkSize;
        controller.enqueue(chunk);
      },
      cancel() {
        taken.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken };
}

/** A body that comes in pieces of the given sizes, the last of them for the rest. */
function inPieces(bytes: Uint8Array, ...sizes: number[]): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const size = sizes.shift() ?? bytes.length;
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + size));
      else controller.close();
      at += size;
    },
  });
}

describe('an endless body', () => {
  it('of a success is read up to 256 MiB and cancelled', async () => {
    const { body, taken } = createEndlessBody(8 * mebi);
    const { client } = createObservedClient(() => new Response(body));
    const error = await errorOf(client.getLogs(), PromptCrafterResponseError);
    expect(error.issues).toEqual([{ path: '', message: 'is larger than 256 MiB' }]);
    expect(error.attempts).toBe(1);
    expect(taken).toEqual({ bytes: 264 * mebi, cancelled: true });
  });

  it('of a delete is cancelled too', async () => {
    const { body, taken } = createEndlessBody(64 * mebi);
    const response = { status: 204, statusText: '', headers: new Headers(), body };
    const { client } = createObservedClient(() => response as unknown as Response);
    expect(await client.deleteLog('log106')).toBeUndefined();
    expect(taken.cancelled).toBe(true);
  });

  it('of an error is read up to 64 KiB and cancelled', async () => {
    const { body, taken } = createEndlessBody(kibi);
    const { client } = createObservedClient(() => new Response(body, { status: 500 }), {
      maxRetries: 0,
      token: undefined,
    });
    const error = await errorOf(client.getLogs(), ServerError);
    expect(error.message).toBe('HTTP 500 Internal Server Error');
    expect(error.body).toBe(' '.repeat(64 * kibi));
    expect(taken).toEqual({ bytes: 65 * kibi, cancelled: true });
  });

  it('that cannot be cancelled does no harm', async () => {
    const cancel = vi.fn(() => Promise.reject(new Error('no')));
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(70 * kibi)),
      cancel,
    });
    const { client } = createObservedClient(() => new Response(body, { status: 404 }));
    expect((await errorOf(client.getLogs())).status).toBe(404);
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe('an error body', () => {
  it.each([
    [64 * kibi, true],
    [64 * kibi + 1, false],
  ])('of %d bytes is JSON: %s', async (size, whole) => {
    const text = JSON.stringify({ error: 'No.', filler: '' });
    const padded = text.replace('""', `"${'x'.repeat(size - text.length)}"`);
    for (const headers of [{}, { 'content-length': String(size) }]) {
      const body = inPieces(new TextEncoder().encode(padded), 1_000);
      const { client } = createObservedClient(() => new Response(body, { status: 400, headers }));
      const error = await errorOf(client.getLogs());
      expect(error.message).toBe(whole ? 'No.' : 'HTTP 400 Bad Request');
    }
  });
});

describe.each([
  ['of known length', true],
  ['of unknown length', false],
])('a body %s', (_, known) => {
  const deliver = async (bytes: Uint8Array<ArrayBuffer>, ...sizes: number[]) => {
    const headers = known ? { 'content-length': String(bytes.length) } : {};
    const respond = () => new Response(inPieces(bytes, ...sizes), { headers });
    return createObservedClient(respond, { maxRetries: 0 }).client.getLogs();
  };
  const logs = [{ ...sampleLog, output: 'é 🏭 \u{10ffff} \u2028 漢字' }];
  const encode = (text: string) => new TextEncoder().encode(text);

  it('is the same wherever it is cut into chunks', async () => {
    const bytes = encode(JSON.stringify(logs));
    for (let at = 1; at < bytes.length; at += 1) {
      expect(await deliver(bytes, at)).toEqual(logs);
    }
    expect(await deliver(bytes, ...Array<number>(bytes.length).fill(1))).toEqual(logs);
  });

  it('may begin with a byte order mark', async () => {
    expect(await deliver(encode(`\ufeff${JSON.stringify(logs)}`), 1, 1)).toEqual(logs);
  });

  it('may have white space around it', async () => {
    expect(await deliver(encode(`\r\n\t ${JSON.stringify(logs)}\n`))).toEqual(logs);
  });

  it('that is not UTF-8 has replacement characters in place of what is broken', async () => {
    const bytes = encode(JSON.stringify(logs));
    bytes[bytes.indexOf(0xc3)] = 0xff;
    const [log] = await deliver(bytes);
    expect(log?.output).toContain('\ufffd');
  });

  it('ends with what is broken at its end', async () => {
    const error = await errorOf(deliver(new Uint8Array([0x5b, 0xf0, 0x9f])));
    expect(error).toBeInstanceOf(PromptCrafterResponseError);
  });
});

describe('a body of more than a megabyte', () => {
  it('is read whole, compressed or not', async () => {
    const logs = Array.from({ length: 3_000 }, () => ({ ...sampleLog, output: 'é'.repeat(500) }));
    const bytes = new TextEncoder().encode(JSON.stringify(logs));
    for (const encoding of [{}, { 'content-encoding': 'gzip' }]) {
      const headers = { 'content-length': String(bytes.length), ...encoding };
      const { client } = createObservedClient(() => new Response(inPieces(bytes, 7), { headers }));
      expect(await client.getLogs()).toEqual(logs);
    }
  });
});
