import type { Readable } from 'node:stream';

/** Who hears of a stream: of its pieces, and then once of its end or of what went wrong. */
export interface Follower {
  take(piece: Buffer<ArrayBuffer>): void;
  end(): void;
  /** Without an error where the stream was destroyed and nobody said why. */
  fail(error: Error | undefined): void;
}

/** Reads a stream of Node, whether it goes on, is at its end, or has failed already. */
export function followStream(stream: Readable, follower: Follower): void {
  let isOver = false;
  const finish = (tell: () => void) => {
    if (!isOver) {
      isOver = true;
      tell();
    }
  };
  const fail = (error?: Error) => finish(() => follower.fail(error));
  if (stream.destroyed) {
    // It would not say so again.
    fail(stream.errored ?? undefined);
    return;
  }
  stream.on('data', (piece) => follower.take(piece));
  stream.once('end', () => finish(() => follower.end()));
  stream.once('error', fail);
  stream.once('close', fail);
}
