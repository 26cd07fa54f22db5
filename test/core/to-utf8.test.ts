import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toUtf8 } from '../../src/core/to-utf8.ts';

it('writes any text as a TextEncoder does, lone surrogates included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      const text = `${a}${b}\ud83c%41`;
      expect(toUtf8(text)).toEqual(new TextEncoder().encode(text));
    }),
  );
});
