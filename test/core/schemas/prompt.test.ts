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

  it('leaves out what the API sets by itself', () => {
    expect(parseWith(schema, { ...samplePrompt, tags: undefined })).toStrictEqual({
      title: samplePrompt.title,
      content: samplePrompt.content,
      model: samplePrompt.model,
    });
  });

  it('refuses fields that the API does not know', () => {
    const text = '{"title":"abc","content":"c","model":"m","notes":"n","__proto__":{"y":1}}';
    expect(issuesOf(schema, JSON.parse(text))).toEqual([
      'it must not have notes, __proto__: the API has no such field',
    ]);
  });

  it('takes an array of tags as its elements are, whatever else it can do', () => {
    const tags = Object.assign(['a'], { toJSON: () => ['b'] });
    const parsed = parseWith(schema, { ...promptInput, tags });
    expect(JSON.stringify(parsed.tags)).toBe('["a"]');
  });
});

describe('what may be absent', () => {
  it('is only tags when a prompt is created', () => {
    expect(issuesOf(createPromptInputSchema, {})).toEqual(
      ['title', 'content', 'model'].map((field) => `${field} is required and must be a string`),
    );
  });

  it('is everything but one field when it is updated', () => {
    for (const nothing of [{}, { title: undefined }, { _id: 'prompt104' }]) {
      expect(issuesOf(updatePromptInputSchema, nothing)).toEqual([
        'it must change at least one field',
      ]);
    }
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
