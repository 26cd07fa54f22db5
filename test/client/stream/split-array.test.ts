import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArraySplitter } from '../../../src/client/stream/split-array.ts';

/** The elements of a text that comes in pieces. */
function split(text: string, cuts: readonly number[] = []) {
  const splitter = new ArraySplitter();
  const places = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
  const elements = places.flatMap((end, at) => [
    ...splitter.push(text.slice(places[at - 1] ?? 0, end)),
  ]);
  return { elements, isComplete: splitter.isComplete };
}

test('any array, written in any way and cut anywhere, falls into its elements', () => {
  const spaces = fc.constantFrom(0, 1, 2, '\t', '\n');
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), spaces, fc.array(fc.nat()), (array, space, cuts) => {
      const { elements, isComplete } = split(JSON.stringify(array, null, space), cuts);
      expect(isComplete).toBe(true);
      expect(elements.map((element) => JSON.parse(element))).toEqual(
        JSON.parse(JSON.stringify(array)),
      );
    }),
    { numRuns: 3_000 },
  );
});

test('an array that has not come to its end is not complete', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.nat(), (array, at) => {
      const text = JSON.stringify(array);
      expect(split(text.slice(0, at % text.length)).isComplete).toBe(false);
    }),
  );
});

test.each(['{}', '1', '"[]"', 'null', '<html>', '[1] 2', '[1]]'])('%s is no array', (text) => {
  expect(() => split(text)).toThrow(SyntaxError);
});

test.each(['[1,]', '[,1]', '[,]', '[1,,2]'])('an element is missing in %s', (text) => {
  expect(() => split(text).elements.map((element) => JSON.parse(element))).toThrow(SyntaxError);
});
