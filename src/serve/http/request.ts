import type { IncomingMessage } from 'node:http';
import { HTTPException } from 'hono/http-exception';
import { toHeaders } from '../../api/to-headers.ts';

/** The request that arrives, its body still to come; `undefined` where it is none for the API. */
export function toRequest(message: IncomingMessage, maxBodyBytes: number): Request | undefined {
  const { method = 'GET', url = '' } = message;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    // Joined as text: a path that begins with two slashes is no host.
    return new Request(`http://localhost${url}`, {
      method,
      headers: toHeaders(message.headers),
      ...(hasBody && { body: toStream(readBody(message, maxBodyBytes)), duplex: 'half' }),
    });
  } catch {
    return undefined;
  }
}

function toStream(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function* readBody(message: IncomingMessage, maxBytes: number): AsyncGenerator<Uint8Array> {
  const tooLarge = new HTTPException(413, { message: 'Request body is too large' });
  if (Number(message.headers['content-length']) > maxBytes) throw tooLarge;
  let length = 0;
  try {
    // The connection is still needed, for the answer.
    for await (const chunk of message.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge;
      yield chunk;
    }
  } catch (error) {
    // A client that leaves half-way is no failure of this program.
    throw error === tooLarge ? error : new HTTPException(400, { message: 'Request is malformed' });
  }
}
