/**
 * A web stream of the platform's own. jsdom, as vitest and Jest set it up, hides the class that the
 * bodies of answers have.
 */
export function createWebStream<T>(
  source: UnderlyingDefaultSource<T>,
  strategy: QueuingStrategy<T>,
): ReadableStream<T> {
  const WebStream = globalThis.ReadableStream ?? new Response(' ').body?.constructor;
  return new WebStream<T>(source, strategy);
}
