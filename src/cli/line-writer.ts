/** Where lines go: a terminal, a file or another program. */
export interface LineStream {
  readonly writable: boolean;
  readonly writableLength: number;
  write(text: string): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** How much may wait for a reader before lines are left out. */
const mostWaiting = 1024 * 1024;

/**
 * Writes lines for somebody who may read slowly, not at all, or leave: the server goes on, and lines
 * are left out.
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

/** Node has a terminal that was stopped, by Ctrl+S for instance, stop the whole program. */
function stopBlocking(stream: LineStream): void {
  if (!('_handle' in stream && 'isTTY' in stream && stream.isTTY)) return;
  const handle = stream._handle as { setBlocking?(isBlocking: boolean): unknown } | undefined;
  handle?.setBlocking?.(false);
}
