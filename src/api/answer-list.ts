import type { Context } from 'hono';
import { ApiError, type ApiErrorName } from './api-errors.ts';
import { createWebStream } from './create-web-stream.ts';
import type { RecordPages } from './store.ts';

/** Answers with a list, which is sent page by page and never held as a whole. */
export async function answerList(
  context: Context,
  list: RecordPages,
  whenEmpty?: ApiErrorName,
): Promise<Response> {
  const pages = list[Symbol.asyncIterator]();
  // Read before the status is sent, which depends on whether there is a page.
  const first = await pages.next();
  if (first.done && whenEmpty) throw new ApiError(whenEmpty);
  return context.body(createJsonStream(first, pages), 200, { 'Content-Type': 'application/json' });
}

type Page = IteratorResult<readonly string[], unknown>;

function createJsonStream(
  first: Page,
  pages: AsyncIterator<readonly string[]>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let page = first;
  let before = '[';
  return createWebStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (page.done) {
          controller.enqueue(encoder.encode(before === '[' ? '[]' : ']'));
          controller.close();
          return;
        }
        const [text, ...texts] = page.value;
        // The long text is made once, and not once more with what stands before it.
        controller.enqueue(encoder.encode([`${before}${text}`, ...texts].join(',')));
        before = ',';
        page = await pages.next();
      },
      async cancel() {
        await pages.return?.();
      },
    },
    // Pages are read as fast as they are sent, and no faster.
    { highWaterMark: 0 },
  );
}
