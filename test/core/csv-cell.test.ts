import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toCsvCell, toTextOfCell } from '../../src/core/csv-cell.ts';

const starts = fc.string({ unit: fc.constantFrom(...'\'=+-@＝＠\t\r\n \u0001a",') });

/** The content of a cell, as a reader of RFC 4180 finds it. */
const readCell = (cell: string) =>
  cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;

it('gives every text back exactly', () => {
  fc.assert(
    fc.property(fc.oneof(starts, fc.string({ unit: 'binary' })), (text) => {
      expect(toTextOfCell(readCell(toCsvCell(text)))).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

it('begins no cell as a formula begins', () => {
  fc.assert(
    fc.property(starts, (text) => {
      expect(readCell(toCsvCell(text))).not.toMatch(/^[\s\p{Cc}]*[=+\-@＝＠]|^[\t\r\n]/u);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ["'tis", "'tis"],
  ["'=1", "''=1"],
  ['=1', "'=1"],
  ['a=1', 'a=1'],
])('writes %j as %j', (text, cell) => {
  expect(toCsvCell(text)).toBe(cell);
});
