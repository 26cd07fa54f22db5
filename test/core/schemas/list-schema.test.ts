import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeMeta } from '../../../src/core/meta.ts';
import {
  isPlainLog,
  receivedLogSchema,
  receivedLogsSchema,
} from '../../../src/core/schemas/log.ts';
import { isPlainPrompt, promptSchema, promptsSchema } from '../../../src/core/schemas/prompt.ts';
import type { Schema } from '../../../src/core/schemas/schema.ts';
import { issuesOf } from '../../support/issues-of.ts';
import { sampleLog, samplePrompt } from '../../support/operations.ts';
import { parseWith } from '../../support/parse-with.ts';

/** The schema of one record is the oracle: the fast path of lists must agree with it. */
const lists: [
  name: string,
  list: Schema<unknown[]>,
  record: Schema<unknown>,
  isPlain: (value: unknown) => boolean,
  sample: object,
][] = [
  ['logs', receivedLogsSchema, receivedLogSchema, isPlainLog, sampleLog],
  ['prompts', promptsSchema, promptSchema, isPlainPrompt, samplePrompt],
];

/** What can stand in a field, most often what belongs there. */
const field = fc.oneof(
  { weight: 12, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        null,
        undefined,
        8,
        Number.POSITIVE_INFINITY,
        true,
        {},
        [],
        ['a'],
        ['a', 1],
        new Array(1),
      ],
      encodeMeta('Short.', { ms: 5 }),
      Object.assign(['a', 1], { every: () => true }),
    ),
  },
);

/** A record in which some fields of the sample are something else, and some are added. */
const almost = (sample: object) =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .dictionary(fc.constantFrom(...Object.keys(sample), 'meta', 'added later'), field, {
          maxKeys: 3,
        })
        .map((changes) => ({ ...sample, ...changes })),
    },
    { weight: 1, arbitrary: fc.constant({ ...sample, tags: null, notes: null, score: null }) },
    { weight: 1, arbitrary: fc.anything() },
  );

test.each(lists)('the list of %s takes what the schema takes, and delivers the same', (...row) => {
  const [, list, record, isPlain, sample] = row;
  const taken = { plain: 0, checked: 0, refused: 0 };
  fc.assert(
    fc.property(almost(sample), (value) => {
      const expected = record.safeParse(value);
      const plain = isPlain(value);
      if (plain) expect(expected.success).toBe(true);
      if (expected.success) {
        taken[plain ? 'plain' : 'checked'] += 1;
        expect(parseWith(list, [value])).toEqual([expected.data]);
      } else {
        taken.refused += 1;
        expect(issuesOf(list, [value])).toEqual(
          issuesOf(record, value).map(
            (issue) => `[0]${issue.startsWith('it ') ? issue.slice(2) : `.${issue}`}`,
          ),
        );
      }
    }),
    { numRuns: 3_000 },
  );
  expect(Math.min(...Object.values(taken))).toBeGreaterThan(100);
});

test.each(lists)('a list of %s finds a wrong record by its index', (...row) => {
  const [, list, , , sample] = row;
  expect(issuesOf(list, [sample, null, { ...sample, _id: [] }])).toEqual([
    '[1] must be an object',
    '[2]._id must be a string',
  ]);
  expect(issuesOf(list, { 0: sample, length: 1 })).toEqual(['it must be an array']);
});

test.each(lists)('a list of %s stops after some wrong records', (...row) => {
  const [, list] = row;
  expect(issuesOf(list, new Array(100_000).fill(1))).toHaveLength(20);
});

test('an array of strings is checked up to its twentieth wrong element', () => {
  const tags: unknown[] = new Array(100_000).fill(1);
  tags[0] = 'a';
  const issues = issuesOf(promptSchema, { ...samplePrompt, tags });
  expect(issues).toEqual(Array.from({ length: 20 }, (_, at) => `tags[${at + 1}] must be a string`));
});
