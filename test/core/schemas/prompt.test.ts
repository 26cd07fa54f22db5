import { describe, expect, it } from 'vitest';
import {
  createPromptInputSchema,
  promptSchema,
  promptsSchema,
  updatePromptInputSchema,
} from '../../../src/core/schemas/prompt.ts';
import { issuesOf } from '../../support/issues-of.ts';
import { promptInput, samplePrompt } from '../../support/operations.ts';
import { parseWith } from '../../support/parse-with.ts';

const inputs = [
  ['createPrompt', createPromptInputSchema],
  ['updatePrompt', updatePromptInputSchema],
] as const;

describe.each(inputs)('the input of %s', (_, schema) => {
  it.each(['abc', 'a'.repeat(100), '🏭'.repeat(100), '🏭a'])('takes the title %j', (title) => {
    expect(issuesOf(schema, { ...promptInput, title })).toEqual([]);
  });

  it.each(['', 'ab', 'a'.repeat(101), '🏭'.repeat(101)])('refuses the title %j', (title) => {
    expect(issuesOf(schema, { ...promptInput, title })).toEqual([
      'title must have 3 to 100 characters',
    ]);
  });

  it.each([
    [{ ...promptInput, title: null }, ['title must be a string']],
    [{ ...promptInput, tags: 'a,b' }, ['tags must be an array of strings']],
    [
      { ...promptInput, tags: ['a', 1, null] },
      ['tags[1]', 'tags[2]'].map((at) => `${at} must be a string`),
    ],
    [
      { ...promptInput, content: ['x'], model: 5 },
      ['content must be a string', 'model must be a string'],
    ],
    ['text', ['it must be an object']],
    [null, ['it must be an object']],
  ])('says what is wrong with %j', (input, issues) => {
    expect(issuesOf(schema, input)).toEqual(issues);
  });

  it('leaves out fields that the API does not document', () => {
    const text = '{"title":"abc","content":"c","model":"m","_id":"x","__proto__":{"y":1}}';
    const parsed = parseWith(schema, JSON.parse(text));
    expect(parsed).toEqual({ title: 'abc', content: 'c', model: 'm' });
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });
});

describe('what may be absent', () => {
  it('is only tags when a prompt is created', () => {
    expect(issuesOf(createPromptInputSchema, {})).toEqual(
      ['title', 'content', 'model'].map((field) => `${field} is required and must be a string`),
    );
  });

  it('is everything when it is updated', () => {
    expect(parseWith(updatePromptInputSchema, {})).toEqual({});
    expect(parseWith(updatePromptInputSchema, { tags: [] })).toEqual({ tags: [] });
  });
});

describe('a prompt', () => {
  it('may lack tags, which null says as well', () => {
    const { tags, ...required } = samplePrompt;
    for (const prompt of [required, { ...required, tags: null }]) {
      expect(Object.keys(parseWith(promptSchema, prompt))).toEqual(Object.keys(required));
    }
    expect(parseWith(promptSchema, { ...required, tags: [] })).toEqual({ ...required, tags: [] });
  });

  it.each(['_id', 'ownerId', 'title', 'content', 'model', 'createdAt', 'updatedAt'] as const)(
    'has %s',
    (field) => {
      const { [field]: _, ...rest } = samplePrompt;
      expect(issuesOf(promptSchema, rest)).toEqual([`${field} is required and must be a string`]);
    },
  );

  it('may have a title that could not be sent', () => {
    expect(parseWith(promptSchema, { ...samplePrompt, title: '' })).toMatchObject({ title: '' });
  });

  it('is found by its index where a list has a wrong one', () => {
    expect(issuesOf(promptsSchema, [samplePrompt, { ...samplePrompt, tags: [1] }])).toEqual([
      '[1].tags[0] must be a string',
    ]);
  });
});
