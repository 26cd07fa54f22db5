import { createWebStream } from '../api/create-web-stream.ts';
import { getAbortReason } from '../core/abort-reason.ts';
import type { AnswerDelivery } from './exchange.ts';
import { wait, waitForTurn } from './wait.ts';

/** A body as it comes in over a network: it may break, and an abort ends it. */
export function createBodyStream(
  bytes: Uint8Array<ArrayBuffer>,
  delivery: AnswerDelivery,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const isCutOff = delivery.kind === 'cut-off';
  const end = isCutOff ? Math.floor(bytes.length / 2) : bytes.length;
  let offset = 0;
  let isOver = false;
  let stopListening = () => {};

  return createWebStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        const abort = () => {
          isOver = true;
          controller.error(getAbortReason(signal));
        };
        stopListening = () => signal?.removeEventListener('abort', abort);
        if (signal?.aborted) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      },
      async pull(controller) {
        if (delivery.kind === 'drip') await wait(delivery.msPerByte);
        // Code that passes the body on, as msw does, would lose what came just before the error.
        if (isCutOff && offset === end) await waitForTurn();
        if (isOver) return;
        const next = delivery.kind === 'drip' ? Math.min(offset + 1, end) : end;
        if (next > offset) {
          controller.enqueue(bytes.subarray(offset, next));
          offset = next;
          if (offset < end || isCutOff) return;
        }
        stopListening();
        if (isCutOff) controller.error(createCutOffError());
        else controller.close();
      },
      cancel() {
        isOver = true;
        stopListening();
      },
    },
    // Nothing is delivered without a reader, so that an abort still finds the bytes unread.
    { highWaterMark: 0 },
  );
}

/** What Node's `fetch` fails a body with when the connection ends too early. */
function createCutOffError(): TypeError {
  const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  return new TypeError('terminated', { cause });
}
