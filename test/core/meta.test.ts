import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PromptCrafterValidationError } from '../../src/core/errors.ts';
import { decodeMeta, encodeMeta, type LogMeta } from '../../src/core/meta.ts';
import { toPromptVersion } from '../../src/core/prompt-version.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\n', 'a\n', '\r\n', encodeMeta('', {}), encodeMeta('a', { ms: 1 })),
);
const key = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'toJSON', 'ms'));
const meta = fc
  .dictionary(key, fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' }))
  .filter((fields) => !Object.hasOwn(fields, 'v')) as fc.Arbitrary<LogMeta>;

describe('meta', () => {
  it('survives with any text before it', () => {
    fc.assert(
      fc.property(fc.option(text, { nil: undefined }), meta, (notes, fields) => {
        const decoded = decodeMeta(encodeMeta(notes, fields));
        expect(decoded.notes).toBe(notes);
        expect('notes' in decoded).toBe(notes !== undefined);
        expect(JSON.stringify(sortKeys(decoded.meta))).toBe(JSON.stringify(sortKeys(fields)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is compact JSON whose keys are sorted by UTF-16 unit, the version first', () => {
    const fields = { z: 1, a: { '\ud83d\ude00': 1, '\uff5e': 2, a: [] }, B: null };
    expect(encodeMeta('Short.', fields)).toBe(
      'Short.\npromptcrafter-meta: {"v":1,"B":null,"a":{"a":[],"😀":1,"～":2},"z":1}',
    );
    expect(encodeMeta(undefined, {})).toBe('promptcrafter-meta: {"v":1}');
    expect(encodeMeta('', { a: undefined })).toBe('\npromptcrafter-meta: {"v":1}');
  });

  it.each([
    ['is not JSON', '{"v":1,'],
    ['has another version', '{"v":2}'],
    ['has no version', '{}'],
    ['is no object', '[1]'],
    ['is null', 'null'],
    ['has its keys in another order', '{"v":1,"b":1,"a":1}'],
    ['has the version last', '{"a":1,"v":1}'],
    ['has white space', '{"v":1, "a":1}'],
    ['has white space at its end', '{"v":1} '],
    ['has a number written otherwise', '{"v":1,"a":1.0}'],
    ['has a key twice', '{"v":1,"a":1,"a":1}'],
    ['has a character escaped that need not be', '{"v":1,"a":"\\u0061"}'],
    ['ends in a carriage return', '{"v":1}\r'],
    ['is nested deeper than what is written', `{"v":1,"a":${'['.repeat(200)}${']'.repeat(200)}}`],
  ])('stays text where its line %s', (_, line) => {
    const notes = `Short.\npromptcrafter-meta: ${line}`;
    expect(decodeMeta(notes)).toEqual({ notes });
  });

  it('is looked for in the last line alone', () => {
    const notes = `${encodeMeta('a', { ms: 1 })}\nb`;
    expect(decodeMeta(notes)).toEqual({ notes });
    expect(decodeMeta(` ${encodeMeta(undefined, { ms: 1 })}`)).toEqual({
      notes: ' promptcrafter-meta: {"v":1,"ms":1}',
    });
    expect(decodeMeta(undefined)).toEqual({});
    expect(decodeMeta(null)).toEqual({});
  });

  it('may be made in another realm', () => {
    expect(encodeMeta(undefined, runInNewContext('({ a: [{ b: 1 }] })'))).toBe(
      'promptcrafter-meta: {"v":1,"a":[{"b":1}]}',
    );
  });

  it.each([
    ['no object', 'fast', 'meta must be an object'],
    ['a map', new Map(), 'meta must be an object'],
    ['a version', { v: 1 }, 'meta.v is the version of the format'],
    ['a bigint', { a: { b: 1n } }, 'meta.a.b must be a JSON value'],
    ['a date', { a: [new Date(0)] }, 'meta.a.0 must be a JSON value'],
    ['a function', { toJSON: () => ({}) }, 'meta.toJSON must be a JSON value'],
    ['infinity', { a: Number.POSITIVE_INFINITY }, 'meta.a must be a finite number'],
  ])('refuses %s', (_, value, reason) => {
    const encode = () => encodeMeta('Short.', value as unknown as LogMeta);
    expect(encode).toThrow(PromptCrafterValidationError);
    expect(encode).toThrow(`Failed to encode meta: ${reason}. Nothing was written.`);
  });

  it('refuses what holds itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => encodeMeta('Short.', loop as LogMeta)).toThrow('not be nested deeper than 100');
  });
});

describe('the version of a prompt', () => {
  it('is the beginning of the SHA-256 of its UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (content) => {
        const digest = createHash('sha256').update(content, 'utf8').digest('hex');
        expect(toPromptVersion(content)).toBe(digest.slice(0, 16));
      }),
    );
  });
});

/** Keys in one order, `__proto__` kept: for a comparison. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => [name, sortKeys(item)]);
}
