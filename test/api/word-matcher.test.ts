import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWordMatcher } from '../../src/api/word-matcher.ts';

// Few letters, so that words overlap and contain each other.
const text = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', '語', '\u{1f642}'), minLength, maxLength });

it('finds the words that are in a text, however it is cut', () => {
  fc.assert(
    fc.property(
      fc.array(text(1, 5), { maxLength: 12 }),
      fc.array(text(0, 9), { maxLength: 9 }),
      (words, parts) => {
        const whole = parts.join('');
        const matcher = createWordMatcher(words);
        const expected = new Set(words.filter((word) => whole.includes(word))).size;
        const scan = matcher.scan();
        for (const part of parts) scan.read(part);

        expect(scan.found).toBe(expected);
        expect(matcher.count(whole)).toBe(expected);
        expect(matcher.size).toBe(new Set(words).size);
      },
    ),
    { numRuns: 2000 },
  );
});

it('keeps two scans apart', () => {
  const matcher = createWordMatcher(['ab']);
  const [one, other] = [matcher.scan(), matcher.scan()];
  one.read('a');
  other.read('b');
  one.read('b');

  expect([one.found, other.found]).toEqual([1, 0]);
});
