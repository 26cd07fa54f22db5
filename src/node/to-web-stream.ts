import type { Readable } from 'node:stream';
import { followStream } from './follow-stream.ts';

/** In bytes, how much of a body waits for its reader before the server has to. */
const highWaterMark = 64 * 1024;

/** A stream of the platform that delivers what a stream of Node does, as it is asked for. */
export function toWebStream(
  body: Readable,
  toError: (error: Error | undefined) => unknown,
): ReadableStream<Uint8Array> {
  let isCancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        followStream(body, {
          take({ buffer, byteOffset, byteLength }) {
            if (isCancelled) return;
            // A `Buffer` would pass as one, but its `slice` is another.
            controller.enqueue(new Uint8Array(buffer, byteOffset, byteLength));
            if ((controller.desiredSize ?? 0) <= 0) body.pause();
          },
          end() {
            if (!isCancelled) controller.close();
          },
          fail: (error) => controller.error(toError(error)),
        });
        body.pause();
      },
      pull() {
        body.resume();
      },
      cancel() {
        isCancelled = true;
        body.destroy();
      },
    },
    { highWaterMark, size: ({ byteLength }) => byteLength },
  );
}
