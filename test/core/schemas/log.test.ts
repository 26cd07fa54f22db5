import { describe, expect, it } from 'vitest';
import {
  createLogInputSchema,
  logBodySchema,
  logSchema,
  receivedLogSchema,
} from '../../../src/core/schemas/log.ts';
import { issuesOf } from '../../support/issues-of.ts';
import { logInput, sampleLog } from '../../support/operations.ts';
import { parseWith } from '../../support/parse-with.ts';

describe('the input of createLog', () => {
  it.each([0, 1, 10, -0])('takes a score of %d', (score) => {
    expect(issuesOf(createLogInputSchema, { ...logInput, score })).toEqual([]);
  });

  it.each([-1, 11, 0.5, 2 ** 53])('refuses a score of %d', (score) => {
    expect(issuesOf(createLogInputSchema, { ...logInput, score })).toEqual([
      'score must be an integer from 0 to 10',
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '8', null, true, 8n, new Date(0)])(
    'refuses %o as a score',
    (score) => {
      const issues = issuesOf(createLogInputSchema, { ...logInput, score });
      expect(issues).toEqual([expect.stringMatching(/^score must be /)]);
    },
  );

  it.each([
    [{ ...logInput, promptId: '' }, ['promptId must not be empty']],
    [{ ...logInput, output: '' }, ['output must not be empty']],
    [{ ...logInput, modelUsed: '' }, ['modelUsed must not be empty']],
    [{ ...logInput, notes: null }, ['notes must be a string']],
    [{ ...logInput, output: 5 }, ['output must be a string']],
    [
      {},
      ['promptId', 'output', 'modelUsed'].map(
        (field) => `${field} is required and must be a string`,
      ),
    ],
    [null, ['it must be an object']],
  ])('says what is wrong with %j', (input, issues) => {
    expect(issuesOf(createLogInputSchema, input)).toEqual(issues);
  });

  it('leaves out what is undefined, and what the API sets by itself', () => {
    const { notes, score, ...required } = logInput;
    const input = { ...required, notes: undefined, score: undefined };
    const record = { ...input, _id: 'log1', createdAt: 'now', ownerId: 'a', updatedAt: 'now' };
    expect(parseWith(createLogInputSchema, record)).toStrictEqual(required);
  });

  it('refuses a field that the API does not know, and names the place for it', () => {
    expect(issuesOf(createLogInputSchema, { ...logInput, latency: 5 })).toEqual([
      'it must not have latency: the API has no such field, put it into meta',
    ]);
    expect(issuesOf(createLogInputSchema, { ...logInput, latency: undefined })).toEqual([]);
  });

  it('reads each field once: what was checked is what is sent', () => {
    let reads = 0;
    const input = {
      ...logInput,
      get output() {
        reads += 1;
        return reads === 1 ? 'checked' : 5;
      },
    };
    expect(parseWith(createLogInputSchema, input).output).toBe('checked');
    expect(reads).toBe(1);
  });

  it('takes what an object inherits', () => {
    class Answer {
      promptId = 'prompt104';
      modelUsed = 'gpt-4o';
      get output() {
        return 'It began in Britain.';
      }
    }
    expect(parseWith(createLogInputSchema, new Answer())).toStrictEqual({
      promptId: 'prompt104',
      output: 'It began in Britain.',
      modelUsed: 'gpt-4o',
    });
  });

  it.each([
    ['a string', 'fast', ['meta must be an object']],
    ['an array', [], ['meta must be an object']],
    ['a date', new Date(0), ['meta must be an object']],
    ['a version', { v: 2 }, ['meta.v is the version of the format']],
    ['a function', { trace: { id: () => 1 } }, ['meta.trace.id must be a JSON value']],
    ['NaN', { list: [1, Number.NaN] }, ['meta.list[1] must be a finite number']],
  ])('refuses %s in meta', (_, meta, issues) => {
    expect(issuesOf(createLogInputSchema, { ...logInput, meta })).toEqual(issues);
  });

  it('sends meta as the last line of the notes', () => {
    const meta = { ms: 840, case: 'refund-1' };
    expect(parseWith(logBodySchema, { ...logInput, meta })).toStrictEqual({
      ...logInput,
      notes: 'Short.\npromptcrafter-meta: {"v":1,"case":"refund-1","ms":840}',
    });
    expect(parseWith(logBodySchema, logInput)).toStrictEqual(logInput);
  });
});

describe('a log', () => {
  it.each([8, 8.5, -3, 1e300, 0])('may have a score of %d', (score) => {
    expect(parseWith(logSchema, { ...sampleLog, score })).toEqual({ ...sampleLog, score });
  });

  it('may lack notes and score, which null says as well', () => {
    const { notes, score, ...required } = sampleLog;
    for (const log of [required, { ...required, notes: null, score: null }]) {
      expect(Object.keys(parseWith(logSchema, log))).toEqual(Object.keys(required));
    }
  });

  it.each(['_id', 'promptId', 'output', 'modelUsed', 'createdAt'] as const)('has %s', (field) => {
    const { [field]: _, ...rest } = sampleLog;
    expect(issuesOf(logSchema, rest)).toEqual([`${field} is required and must be a string`]);
    expect(issuesOf(logSchema, { ...sampleLog, [field]: null })).toEqual([
      `${field} must be a string`,
    ]);
  });

  it('may hold empty texts: what the server stores is its affair', () => {
    const log = { ...sampleLog, output: '', notes: '', modelUsed: '' };
    expect(parseWith(logSchema, log)).toEqual(log);
  });

  it('has meta where the last line of its notes is one', () => {
    const meta = { ms: 840, case: 'refund-1' };
    const { notes } = parseWith(logBodySchema, { ...logInput, meta });
    expect(parseWith(receivedLogSchema, { ...sampleLog, notes })).toStrictEqual({
      ...sampleLog,
      meta,
    });
    // A field of that name is the server's own, and not what we mean.
    expect(parseWith(receivedLogSchema, { ...sampleLog, meta })).toStrictEqual(sampleLog);
  });

  it('can be created again from what was read', () => {
    const body = parseWith(logBodySchema, { ...logInput, meta: { ms: 840 } });
    const log = parseWith(receivedLogSchema, { ...sampleLog, ...body });
    expect(parseWith(logBodySchema, log)).toStrictEqual(body);
  });
});
