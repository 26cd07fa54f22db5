import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ServerSentEvent, SseReader } from '../../../src/observe/tap/sse-reader.ts';

function read(...parts: string[]): ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  const reader = new SseReader((event) => events.push(event));
  for (const part of parts) reader.feed(part);
  return events;
}

const data = (text: string, event?: string) => ({ event, data: text });

describe('a stream of events', () => {
  it.each([
    ['data: a\n\n', [data('a')]],
    ['data:a\n\n', [data('a')]],
    ['data:  a \n\n', [data(' a ')]],
    ['event: ping\ndata: {}\n\ndata: b\n\n', [data('{}', 'ping'), data('b')]],
    ['data: a\ndata: b\n\n', [data('a\nb')]],
    [': comment\nid: 1\nretry: 5\ndata: a\n\n', [data('a')]],
    ['event: ping\n\ndata: a\n\n', [data('a')]],
    ['data\n\ndata: \n\n', [data('')]],
    ['\n\n\ndata: a\n\n\n', [data('a')]],
    ['data: a\r\n\r\ndata: b\r\rdata: c\n\r\n', [data('a'), data('b'), data('c')]],
    ['data: a\n', []],
    ['data: a', []],
  ])('%j', (stream, events) => {
    expect(read(stream)).toEqual(events);
    expect(read(...stream)).toEqual(events);
  });

  it('is the same wherever it is cut', () => {
    const line = fc.constantFrom('data: é{}', 'data:', 'event: x', ': c', '', '', 'data: 😀"');
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(fc.tuple(line, lineEnd)), fc.array(fc.nat(200)), (lines, cuts) => {
        const stream = lines.map((parts) => parts.join('')).join('');
        const places = [0, ...cuts.filter((at) => at < stream.length), stream.length];
        places.sort((a, b) => a - b);
        const parts = places.slice(1).map((end, index) => stream.slice(places[index], end));
        expect(read(...parts)).toEqual(read(stream));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps of a long line what a log keeps of it', () => {
    const [event] = read('data: {"text":"', ...Array(20).fill('a'.repeat(1024 * 1024)), '"}\n\n');
    expect(JSON.parse(event?.data ?? '').text).toBe('a'.repeat(10 * 1024 * 1024 + 1));
  });
});
