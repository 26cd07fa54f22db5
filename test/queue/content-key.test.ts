import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSameRecord } from '../../src/core/is-same-record.ts';
import { contentFields, toContentKey } from '../../src/queue/content-key.ts';

const text = fc.oneof(
  fc.constantFrom('', 'a', 'a|1:b', '-', '1:-', '\ud800', '\ufffd', 'null'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

const body = fc.record(
  {
    promptId: text,
    output: text,
    modelUsed: text,
    notes: fc.option(text, { nil: undefined }),
    score: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
  },
  { requiredKeys: ['promptId', 'output', 'modelUsed'] },
);

it('is the same for a log and the record that the API stores of it', () => {
  fc.assert(
    fc.property(body, body, (sent, other) => {
      // As a server stores it that writes UTF-8.
      const stored = JSON.parse(
        new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(other))),
      );
      const isSame = isSameRecord(sent, stored, contentFields);
      expect(toContentKey(sent) === toContentKey(stored)).toBe(isSame);
    }),
    { numRuns: 2_000 },
  );
});

it('finds a log in its own record, also where an optional field comes as null', () => {
  const sent = { promptId: 'prompt104', output: 'Yes', modelUsed: 'gpt-4o' };
  const stored = { ...sent, notes: null, score: null, _id: 'log1', createdAt: '' };
  expect(toContentKey(stored as never)).toBe(toContentKey(sent));
});
