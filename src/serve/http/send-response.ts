import type { ServerResponse } from 'node:http';
import { toStatusText } from '../../core/status-texts.ts';
import type { Share } from './shared-budget.ts';

/**
 * Sends an answer as fast as its client reads it and no faster. A client may pause for as long as it
 * likes. When it leaves, the remaining body is cancelled.
 *
 * @throws what the body fails with.
 */
export async function sendResponse(
  { status, headers, body }: Response,
  response: ServerResponse,
  share: Share,
): Promise<void> {
  response.writeHead(status, toStatusText(status), Object.fromEntries(headers));
  if (!body) return;
  const reader = body.getReader();
  const leave = () => {
    reader.cancel().catch(() => {});
  };
  response.once('close', leave);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || response.destroyed) return;
      await write(value, response, share);
    }
  } finally {
    response.off('close', leave);
  }
}

/** Waits until the chunk is on its way, which takes as long as the client takes to read. */
function write(chunk: Uint8Array, response: ServerResponse, share: Share): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.write(chunk, () => {
      share.release(chunk.length);
      response.off('close', resolve);
      resolve();
    });
    share.take(chunk.length);
  });
}
