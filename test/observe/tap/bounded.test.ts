import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedJson } from '../../../src/observe/tap/bounded-json.ts';
import { BoundedText, cutLine, keepBounded } from '../../../src/observe/tap/bounded-text.ts';

const tenMiB = 10 * 1024 * 1024;
const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** Cuts a text into parts of some length, also in the middle of a surrogate pair. */
const cut = (text: string, length: number) => text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];

describe('a bounded text', () => {
  it('is the text as long as it fits', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (parts) => {
        const text = new BoundedText();
        for (const part of parts) text.append(part);
        expect(text.toString()).toBe(parts.join(''));
        expect(text.isEmpty()).toBe(parts.join('') === '');
      }),
    );
  });

  it.each([
    ['a', tenMiB],
    ['é', tenMiB / 2],
    ['語', Math.floor(tenMiB / 3)],
    ['😀', tenMiB / 4],
  ])('of %s is cut after 10 MiB, and says so', (letter, fitting) => {
    expect(keepBounded(letter.repeat(fitting))).toBe(letter.repeat(fitting));
    const kept = keepBounded(letter.repeat(fitting + 1));
    expect(kept).toBe(`${letter.repeat(fitting)}\n${cutLine}`);
    expect(bytesOf(kept)).toBeLessThanOrEqual(tenMiB + cutLine.length + 1);
  });

  it('takes nothing after it was cut', () => {
    const text = new BoundedText();
    text.append('a'.repeat(tenMiB - 1));
    text.append('é');
    text.append('a');
    expect(text.toString()).toBe(`${'a'.repeat(tenMiB - 1)}\n${cutLine}`);
  });
});

describe('bounded JSON', () => {
  const read = (parts: readonly string[]) => {
    const json = new BoundedJson();
    for (const part of parts) json.append(part);
    return json.take();
  };

  it('is what came as long as it is not large', () => {
    expect(read(['{"a', '":1}'])).toBe('{"a":1}');
    expect(read([])).toBe('');
  });

  it.each([1_000, 65_536, Number.POSITIVE_INFINITY])(
    'keeps of a large string what a log keeps of it, in parts of %d',
    (length) => {
      const value = {
        before: 'x',
        large: 'ab"\\\n\u0007é😀'.repeat(1_500_000),
        list: [1, { deep: '}"{' }],
        other: 'y'.repeat(tenMiB + 5),
        after: 'z\\',
      };
      const text = JSON.stringify(value).replaceAll('é', '\\u00e9');
      const kept = JSON.parse(read(length < text.length ? cut(text, length) : [text]) ?? '');
      expect({ ...kept, large: '', other: '' }).toEqual({ ...value, large: '', other: '' });
      expect(kept.large.length).toBeLessThan(tenMiB + 2);
      expect(value.large.startsWith(kept.large)).toBe(true);
      expect(keepBounded(kept.large)).toBe(keepBounded(value.large));
      expect(keepBounded(kept.other)).toBe(keepBounded(value.other));
    },
  );

  it('gives up what is large without its strings, and begins anew', () => {
    const json = new BoundedJson();
    const numbers = `[${'1,'.repeat(1_000_000)}`;
    for (let part = 0; part < 30; part += 1) json.append(numbers);
    expect(json.take()).toBeUndefined();
    json.append('{}');
    expect(json.take()).toBe('{}');
  });
});
