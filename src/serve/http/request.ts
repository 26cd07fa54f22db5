import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../../api/api-errors.ts';
import { toHeaders } from '../../api/to-headers.ts';
import type { Share } from './shared-budget.ts';

export interface RequestOptions {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly maxBodyBytes: number;
  /** Takes part in the memory for bodies; `giveUp` ends this one for the sake of the others. */
  readonly openShare: (giveUp: () => void) => Share;
  /** Is aborted when the client has left. */
  readonly signal: AbortSignal;
}

/** The request that arrives, its body still to come; `undefined` where it is none for the API. */
export function toRequest(options: RequestOptions): Request | undefined {
  const { method = 'GET', url = '', headers } = options.message;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    // Joined as text: a path that begins with two slashes is no host.
    return new Request(`http://localhost${url}`, {
      method,
      headers: toHeaders(headers),
      signal: options.signal,
      ...(hasBody && { body: toStream(readBody(options)), duplex: 'half' }),
    });
  } catch {
    return undefined;
  }
}

function toStream(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    // The body is read only on demand: a request can be refused without it.
    { highWaterMark: 0 },
  );
}

/** How long a client is asked to wait when there is no memory for its body, in milliseconds. */
const retryAfter = 1_000;

async function* readBody(options: RequestOptions): AsyncGenerator<Uint8Array> {
  const { message, response, maxBodyBytes, openShare } = options;
  if (Number(message.headers['content-length']) > maxBodyBytes) throw new ApiError('tooLarge');
  let giveUp = () => {};
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = () => reject(new ApiError('busy', retryAfter));
  });
  givenUp.catch(() => {});
  const share = openShare(giveUp);
  // Held until the answer is there: the body is, too.
  response.once('close', share.end);
  if (/^100-continue$/i.test(message.headers.expect ?? '')) response.writeContinue();
  // The connection is still needed, for the answer.
  const chunks: AsyncIterator<Buffer> = message.iterator({ destroyOnReturn: false });
  let length = 0;
  for (;;) {
    const { done, value } = await Promise.race([chunks.next().catch(refuse), givenUp]);
    if (done) return;
    length += value.length;
    if (length > maxBodyBytes) throw new ApiError('tooLarge');
    share.take(value.length);
    yield value;
  }
}

/** A client that leaves half-way is no failure of this program. */
function refuse(): never {
  throw new ApiError('malformedRequest');
}
