import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Schema } from '../../../src/client/transport/api-call.ts';
import {
  type CreateLogInput,
  createLogInputSchema,
  type Log,
  logSchema,
  logsSchema,
} from '../../../src/core/schemas/log.ts';
import { type Prompt, promptSchema } from '../../../src/core/schemas/prompt.ts';
import { issuesOf } from '../../support/issues-of.ts';
import { parseWith } from '../../support/parse-with.ts';

/** What zod says on its own, without a guard before it. */
const references: [string, Schema<unknown>, z.ZodMiniType, optional: string[]][] = [
  [
    'a log',
    logSchema,
    z.looseObject({
      _id: z.string(),
      promptId: z.string(),
      output: z.string(),
      modelUsed: z.string(),
      notes: z.nullish(z.string()),
      score: z.nullish(z.number()),
      createdAt: z.string(),
    }),
    ['notes', 'score'],
  ],
  [
    'a prompt',
    promptSchema,
    z.looseObject({
      _id: z.string(),
      ownerId: z.string(),
      title: z.string(),
      content: z.string(),
      model: z.string(),
      tags: z.nullish(z.array(z.string())),
      createdAt: z.string(),
      updatedAt: z.string(),
    }),
    ['tags'],
  ],
];

/** What JSON can hold in a field, most often what belongs there. */
const field = fc.oneof(
  { weight: 12, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, 8, Number.POSITIVE_INFINITY, true, {}, [], ['a'], ['a', 1]),
  },
);
const optionalField = fc.oneof(
  field,
  fc.constantFrom(null, 8, ['a'], Number.POSITIVE_INFINITY, [null]),
);

const fields = ['_id', 'promptId', 'output', 'modelUsed', 'createdAt', 'updatedAt', 'ownerId'];
const optionalFields = ['notes', 'score', 'tags', 'added later', '__proto__'];

const record = fc.record(
  {
    ...Object.fromEntries([...fields, 'title', 'content', 'model'].map((key) => [key, field])),
    ...Object.fromEntries(optionalFields.map((key) => [key, optionalField])),
  },
  { requiredKeys: [...fields, 'title', 'content', 'model'] },
);
const almostRecord = fc.oneof({ weight: 5, arbitrary: record }, fc.jsonValue());

test.each(references)(
  'the schema of %s takes what zod takes, and keeps it',
  (_, schema, zod, optional) => {
    let taken = 0;
    fc.assert(
      fc.property(almostRecord, (value) => {
        const received = structuredClone(value);
        const isRight = z.safeParse(zod, received).success;
        expect(issuesOf(schema, received).length === 0).toBe(isRight);
        if (!isRight) return;
        taken += 1;
        const kept = Object.entries(received as object).filter(
          ([key, item]) => item !== null || !optional.includes(key),
        );
        expect(Object.entries(parseWith(schema, received) as object)).toEqual(kept);
      }),
      { numRuns: 3_000 },
    );
    expect(taken).toBeGreaterThan(300);
  },
);

/** What `createLog` sends, as zod describes it on its own. */
const zodInput = z.object({
  promptId: z.string().check(z.minLength(1)),
  output: z.string(),
  modelUsed: z.string().check(z.minLength(1)),
  notes: z.optional(z.string()),
  score: z.optional(z.int().check(z.gte(0), z.lte(10))),
});
const score = fc.constantFrom(0, 10, 11, -1, 0.5, Number.NaN, '8', undefined);
const almostInput = fc.record(
  { promptId: field, output: field, modelUsed: field, notes: optionalField, score, other: field },
  { requiredKeys: ['promptId', 'output', 'modelUsed'] },
);

test('the input of createLog is what zod makes of it', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 5, arbitrary: almostInput }, fc.anything()), (value) => {
      const expected = z.safeParse(zodInput, value);
      expect(issuesOf(createLogInputSchema, value).length === 0).toBe(expected.success);
      if (!expected.success) return;
      taken += 1;
      const sent = JSON.stringify(parseWith(createLogInputSchema, value));
      expect(sent).toBe(JSON.stringify(expected.data));
    }),
    { numRuns: 3_000 },
  );
  expect(taken).toBeGreaterThan(300);
});

const createdAt = '2026-11-25T00:00:00Z';
// A field that is added to an interface does not compile until it is listed here.
const input = {
  promptId: '2',
  output: '',
  modelUsed: 'm',
  notes: 'n',
  score: 7,
} satisfies Required<CreateLogInput>;
const log: Required<Log> = { _id: '1', ...input, createdAt };
const prompt: Required<Prompt> = {
  _id: '1',
  ownerId: '2',
  title: 't',
  content: '',
  model: 'm',
  tags: ['a'],
  createdAt,
  updatedAt: createdAt,
};
const right: [string, Schema<unknown>, object][] = [
  ['a log', logSchema, log],
  ['a prompt', promptSchema, prompt],
  ['the input of createLog', createLogInputSchema, input],
];

const wrong = [
  true,
  {},
  [undefined],
  new Array(1),
  Object.assign([1], { [Symbol.iterator]: () => ['a'].values() }),
  Number.POSITIVE_INFINITY,
];

test.each(right)('no field of %s escapes', (_name, schema, value) => {
  expect(issuesOf(schema, value)).toEqual([]);
  for (const key of Object.keys(value)) {
    for (const item of wrong) {
      const issues = issuesOf(schema, { ...value, [key]: item });
      expect(issues, key).toEqual([expect.stringMatching(`^${key}\\b`)]);
    }
  }
});

test('a list delivers each record as its own schema does', () => {
  fc.assert(
    fc.property(fc.array(almostRecord, { maxLength: 5 }), (values) => {
      const list: unknown[] = structuredClone(values);
      const areRight = list.every((value) => issuesOf(logSchema, value).length === 0);
      expect(issuesOf(logsSchema, list).length === 0).toBe(areRight);
      if (!areRight) return;
      const each = list.map((value) => parseWith(logSchema, value));
      expect(parseWith(logsSchema, list)).toEqual(each);
    }),
  );
});
