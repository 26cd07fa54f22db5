/** Where lines go: a terminal, a file or another program. */
export interface LineStream {
  readonly writable: boolean;
  readonly writableLength: number;
  write(text: string): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** In bytes, how much may wait for a reader before lines are left out. */
const mostWaiting = 1024 * 1024;

/**
 * Writes lines without ever blocking: if the reader is slow or gone, lines are left out and the server
 * goes on.
 */
export function createLineWriter(stream: LineStream): (line: string) => void {
  let leftOut = 0;
  // A reader that left, or a disk that is full, is no reason to end.
  stream.on('error', () => {});
  stopBlocking(stream);

  return (line) => {
    if (!stream.writable) return;
    if (stream.writableLength > mostWaiting) {
      leftOut += 1;
      return;
    }
    if (leftOut > 0) stream.write(`(${leftOut} lines were left out: nobody read them.)\n`);
    leftOut = 0;
    stream.write(`${line}\n`);
  };
}

/** By default Node blocks the whole program while its terminal is stopped, by Ctrl+S for instance. */
function stopBlocking(stream: LineStream): void {
  if (!('_handle' in stream && 'isTTY' in stream && stream.isTTY)) return;
  const handle = stream._handle as { setBlocking?(isBlocking: boolean): unknown } | undefined;
  handle?.setBlocking?.(false);
}
