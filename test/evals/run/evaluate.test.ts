import { describe, expect, it, vi } from 'vitest';
import { compareRuns, findRun, gate, readScores, scoreLog } from '../../../src/evals/index.ts';
import { PromptCrafterValidationError } from '../../../src/index.ts';
import { errorOf, rejectionOf } from '../../support/rejection-of.ts';
import { createLab, toCases } from '../support/create-lab.ts';

describe('a run', () => {
  it('asks every prompt every case and logs what is answered', async () => {
    const lab = await createLab();
    const run = await lab.run({ name: 'first', trials: 2 });

    expect(run.counts).toEqual({ done: 12, failed: 0, skipped: 0, resumed: 0, unlogged: 0 });
    expect(run.results).toHaveLength(12);
    expect(lab.asked).toHaveLength(12);
    expect(run.results[0]).toMatchObject({
      case: 'case-1',
      promptId: 'prompt101',
      trial: 1,
      output: 'Answer number 1 (1)',
      modelUsed: 'stand-in',
      scores: { length: 1.9 },
      score: 1.9,
    });
    const [log] = await lab.readLogs('prompt101');
    expect(log).toMatchObject({
      output: expect.any(String),
      modelUsed: 'stand-in',
      score: 2,
      meta: {
        run: 'first',
        case: 'case-1',
        trial: 1,
        prompt: expect.stringMatching(/^[0-9a-f]{16}$/),
        variables: { question: 'number 1' },
        raw: 1.9,
        scorer: 'length',
        ms: expect.any(Number),
      },
    });
    expect(run.results[0]?.log?._id).toBe(log?._id);
  });

  it('reads prompts that are given by id', async () => {
    const lab = await createLab();
    const run = await lab.run({ prompts: ['prompt102'] });
    expect(run.results.map(({ output }) => output)).toEqual([
      'Kindly answer number 1 (1)',
      'Kindly answer number 2 (1)',
      'Kindly answer number 3 (1)',
    ]);
    expect(run.prompts).toMatchObject([{ id: 'prompt102', title: 'Kind' }]);
  });

  it('has as many tasks under way as it may, and no more', async () => {
    const lab = await createLab();
    let active = 0;
    let most = 0;
    await lab.run({
      cases: toCases(10),
      concurrency: 4,
      task: async () => {
        active += 1;
        most = Math.max(most, active);
        await new Promise((resolve) => setTimeout(resolve, 5));
        active -= 1;
        return { output: 'x' };
      },
    });
    expect(most).toBe(4);
  });

  it('is told apart by prompt', async () => {
    const lab = await createLab();
    const run = await lab.run();
    expect(run.of(lab.plain).results.map(({ promptId }) => promptId)).toEqual(
      Array(3).fill('prompt101'),
    );
    expect(run.of('prompt102').counts.done).toBe(3);
    expect(() => run.of('prompt999')).toThrow(PromptCrafterValidationError);
    expect(() => compareRuns(run, run)).toThrow('Give run.of(prompt).');
    const result = compareRuns(run.of(lab.plain), run.of(lab.kind));
    expect(result.pairs).toHaveLength(3);
    expect(result.difference).toBeCloseTo(0.7, 12);
    expect(result.incomplete).toEqual({ failed: 0, skipped: 0 });
  });
});

describe('what cannot be evaluated is refused before anything is asked', () => {
  it.each([
    [
      'cases of the same id',
      {
        cases: [
          { id: 'x', variables: { question: 'a' } },
          { id: 'x', variables: { question: 'b' } },
        ],
      },
      'cases[1].id is there twice: x',
    ],
    [
      'a case without an id',
      { cases: [{ id: '' }] },
      'cases[0].id must be a string that is not empty',
    ],
    [
      'a missing variable',
      { cases: [{ id: 'x' }] },
      'cases[0].variables.question is missing for case x of prompt prompt101',
    ],
    [
      'a variable that is only inherited',
      { cases: [{ id: 'x', variables: Object.create({ question: 'a' }) }] },
      'variables.question is missing',
    ],
    ['no prompts', { prompts: [] }, 'prompts must be an array'],
    [
      'a prompt without a content',
      { prompts: [{ _id: 'prompt101' } as never] },
      'prompts[0].content must be a string',
    ],
    ['no client', { client: undefined as never }, 'client must be a client'],
    ['a prompt twice', { prompts: ['prompt101', 'prompt101'] }, 'prompts[1] is there twice'],
    ['no trials', { trials: 0 }, 'trials must be an integer from 1 on'],
    [
      'a scorer that is none',
      { scorers: { exact: 7 as never } },
      'scorers.exact must be a function',
    ],
    ['a score that no scorer gives', { score: 'exact' }, "score must be 'mean' or a scorer's name"],
  ])('%s', async (_what, options, message) => {
    const lab = await createLab();
    const before = lab.api.requests.length;
    const error = await errorOf(lab.run(options), PromptCrafterValidationError);
    expect(error.message).toContain(message);
    expect(lab.asked).toEqual([]);
    expect(lab.api.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('what fails', () => {
  it('is counted and shown, and neither a 0 nor absent', async () => {
    const lab = await createLab();
    const run = await lab.run({
      prompts: [lab.plain],
      task: async ({ case: { id } }) => {
        if (id === 'case-2') throw new Error('The model is gone.');
        return { output: id };
      },
      scorers: {
        strict: ({ case: { id } }) => {
          if (id === 'case-3') throw new Error('I cannot tell.');
          return 5;
        },
        other: () => 7,
      },
    });
    expect(run.counts).toEqual({ done: 1, failed: 2, skipped: 0, resumed: 0, unlogged: 0 });
    expect(run.results[1]).toEqual({
      case: 'case-2',
      promptId: 'prompt101',
      trial: 1,
      scores: {},
      error: { step: 'task', name: 'Error', message: 'The model is gone.' },
    });
    expect(run.results[2]).toMatchObject({
      output: 'case-3',
      scores: { other: 7 },
      error: { step: 'scorer', scorer: 'strict', message: 'I cannot tell.' },
    });
    expect(run.results[2]).not.toHaveProperty('score');
    const logs = await lab.readLogs('prompt101');
    expect(logs.map(({ output, score }) => [output, score])).toEqual([
      ['case-1', 6],
      ['case-3', undefined],
    ]);
    const result = compareRuns(run, run);
    expect(result.incomplete).toEqual({ failed: 4, skipped: 0 });
    expect(gate(result)).toBe('inconclusive');
    expect(result.text).toContain('4 rows failed');
  });

  it.each([
    ['an empty answer', { output: '' }],
    ['an answer without a text', { text: 'x' }],
    ['no answer', undefined],
    ['a model without a name', { output: 'x', modelUsed: '' }],
    ['a meta that is a text', { output: 'x', meta: 'tokens' }],
  ])('includes %s', async (_what, given) => {
    const lab = await createLab();
    const run = await lab.run({ prompts: [lab.plain], task: async () => given as never });
    expect(run.counts).toMatchObject({ done: 0, failed: 3 });
    expect(lab.api.logs).toEqual([]);
  });

  it.each([
    ['null', null],
    ['a score of null', { name: 'Factuality', score: null }],
    ['not a number', Number.NaN],
    ['more than 10', 11],
    ['less than 0', -1],
    ['more than 1 by autoevals', { name: 'Levenshtein', score: 7 }],
    ['true', true],
    ['a text', '7'],
  ])('includes %s as a score', async (_what, given) => {
    const lab = await createLab();
    const run = await lab.run({ prompts: [lab.plain], scorers: { odd: () => given as never } });
    expect(run.counts).toMatchObject({ done: 0, failed: 3 });
    expect(run.results[0]?.scores).toEqual({});
    expect(lab.api.logs.map(({ score }) => score)).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['nothing', undefined],
    ['an object without a prototype', Object.create(null)],
    ['an error whose message is an object', { name: 'Error', message: Object.create(null) }],
    [
      'what cannot be looked at',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('No.');
          },
        },
      ),
    ],
  ])('includes a task that throws %s', async (_what, thrown) => {
    const lab = await createLab();
    const task = () => {
      throw thrown;
    };
    const run = await lab.run({ prompts: [lab.plain], task });
    expect(run.counts).toMatchObject({ done: 0, failed: 3 });
    expect(run.results[0]?.error).toMatchObject({ step: 'task', message: expect.any(String) });
    expect(run.toText()).toContain('case-1');
  });

  it('includes a task that takes too long, whether it heeds its signal or not', async () => {
    const lab = await createLab();
    const aborted: unknown[] = [];
    const run = await lab.run({
      prompts: [lab.plain],
      timeout: 20,
      task: ({ case: { id }, signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push(signal.reason.name);
            if (id === 'case-1') reject(signal.reason);
          });
        }),
    });
    expect(run.counts).toMatchObject({ done: 0, failed: 3 });
    expect(run.results.map(({ error }) => error?.name)).toEqual(Array(3).fill('TimeoutError'));
    expect(aborted).toHaveLength(3);
  });
});

describe('the meta of a task', () => {
  it('is logged, but for what would make the log another kind of log', async () => {
    const lab = await createLab();
    const meta = { tokensIn: 4, label: 'x', of: 'log1', at: '2020-01-01', raw: 1, scorer: 'y' };
    const options = { name: 'meta', prompts: [lab.plain], scorers: {} };
    await lab.run({ ...options, task: ({ text }) => ({ output: text, meta }) });
    const [log] = await readScores(lab.client, 'prompt101');
    expect(log?.meta).toEqual({
      case: 'case-1',
      ms: expect.any(Number),
      prompt: expect.any(String),
      run: 'meta',
      tokensIn: 4,
      trial: 1,
      variables: { question: 'number 1' },
    });
    expect((await lab.run(options)).counts).toMatchObject({ resumed: 3 });
  });
});

describe('scorers', () => {
  it('are given what there is to judge by', async () => {
    const lab = await createLab();
    const seen: unknown[] = [];
    await lab.run({
      prompts: [lab.kind],
      cases: toCases(1),
      scorers: {
        spy(input) {
          seen.push(input);
          return 5;
        },
      },
    });
    expect(seen).toEqual([
      {
        output: 'Kindly answer number 1 (1)',
        expected: 1,
        input: 'Kindly answer number 1',
        case: toCases(1)[0],
        prompt: lab.kind,
        trial: 1,
        signal: expect.any(AbortSignal),
      },
    ]);
  });

  it('give points, points with a reason, or a share as autoevals does', async () => {
    const lab = await createLab();
    const run = await lab.run({
      prompts: [lab.plain],
      cases: toCases(1),
      scorers: {
        points: () => 4,
        reasoned: async () => ({ score: 6, reason: 'Half right.' }),
        autoevals: () => ({ name: 'Factuality', score: 0.7, metadata: { rationale: 'Mostly.' } }),
      },
    });
    expect(run.results[0]).toMatchObject({
      scores: { points: 4, reasoned: 6, autoevals: 7 },
      reasons: { reasoned: 'Half right.', autoevals: 'Mostly.' },
    });
    expect(run.results[0]?.score).toBeCloseTo(17 / 3, 12);
    const [log] = await lab.readLogs('prompt101');
    expect(log).toMatchObject({
      score: 6,
      meta: { scores: { points: 4, reasoned: 6, autoevals: 7 }, raw: expect.closeTo(17 / 3, 12) },
    });
  });

  it('leave the score to one of them', async () => {
    const lab = await createLab();
    const run = await lab.run({
      prompts: [lab.plain],
      score: 'judge',
      scorers: { exact: () => 0, judge: () => ({ score: 8, reason: 'Good.' }) },
    });
    expect(run.results.map(({ score }) => score)).toEqual([8, 8, 8]);
    const [log] = await lab.readLogs('prompt101');
    expect(log?.meta).toMatchObject({
      scorer: 'judge',
      reason: 'Good.',
      scores: { exact: 0, judge: 8 },
    });
  });

  it('are compared one by one, with Holm’s p-values', async () => {
    const lab = await createLab();
    const run = await lab.run({
      cases: toCases(6),
      scorers: {
        up: ({ prompt }) => (prompt._id === 'prompt102' ? 6 : 5),
        level: () => 5,
      },
    });
    const result = compareRuns(run.of(lab.plain), run.of(lab.kind));
    expect(result.pValue).toBe(0.03125);
    expect(result.verdict).toBe('better');
    expect(result.scorers.up).toMatchObject({ pValue: 0.0625, verdict: 'inconclusive' });
    expect(result.scorers.level).toMatchObject({ pValue: 1, difference: 0 });
  });
});

describe('a budget', () => {
  it('stops the run and says so', async () => {
    const lab = await createLab();
    const run = await lab.run({ budget: { calls: 4 } });
    expect(lab.asked).toHaveLength(4);
    expect(run.counts).toEqual({ done: 4, failed: 0, skipped: 2, resumed: 0, unlogged: 0 });
    expect(run.stopped).toBe('budget');
    expect(run.toText()).toContain('budget');
    expect(gate(compareRuns(run.of(lab.plain), run.of(lab.kind)))).not.toBe('pass');
  });

  it('that is just enough stops nothing', async () => {
    const lab = await createLab();
    const run = await lab.run({ budget: { calls: 6 } });
    expect(run.counts.skipped).toBe(0);
    expect(run.stopped).toBeUndefined();
  });
});

describe('an abort', () => {
  it('rejects with its reason once what was answered is logged', async () => {
    const lab = await createLab();
    const controller = new AbortController();
    const reason = { why: 'enough' };
    let answered = 0;
    const run = lab.run({
      concurrency: 1,
      signal: controller.signal,
      task: async ({ signal }) => {
        answered += 1;
        if (answered === 3) {
          controller.abort(reason);
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        }
        return { output: `answer ${answered}` };
      },
    });
    expect(await rejectionOf(run)).toBe(reason);
    expect(lab.api.logs.map(({ output }) => output)).toEqual(['answer 1', 'answer 2']);
  });

  it('while an answer is scored leaves the answer logged', async () => {
    const lab = await createLab();
    const controller = new AbortController();
    const run = lab.run({
      concurrency: 1,
      signal: controller.signal,
      scorers: {
        slow: () => {
          controller.abort();
          return new Promise<number>(() => {});
        },
      },
    });
    expect(await rejectionOf(run)).toBe(controller.signal.reason);
    expect(lab.api.logs).toMatchObject([{ output: 'Answer number 1 (1)' }]);
  });

  it('before the start asks nothing', async () => {
    const lab = await createLab();
    const signal = AbortSignal.abort('no');
    expect(await rejectionOf(lab.run({ signal }))).toBe('no');
    expect(lab.asked).toEqual([]);
  });
});

describe('a run of the same name', () => {
  it('asks only what is not logged', async () => {
    const lab = await createLab();
    let isBroken = true;
    const options = {
      name: 'again',
      task: async ({ text, case: { id } }: { text: string; case: { id: string } }) => {
        lab.asked.push({ text } as never);
        if (isBroken && id === 'case-2') throw new Error('Broken.');
        return { output: text };
      },
    };
    const first = await lab.run(options);
    expect(first.counts).toMatchObject({ done: 4, failed: 2 });
    isBroken = false;
    lab.asked.length = 0;
    const second = await lab.run(options);
    expect(lab.asked.map(({ text }) => text).sort()).toEqual([
      'Answer number 2',
      'Kindly answer number 2',
    ]);
    expect(second.counts).toEqual({ done: 6, failed: 0, skipped: 0, resumed: 4, unlogged: 0 });
    expect(lab.api.logs).toHaveLength(6);
    expect(second.of(lab.plain).results.map(({ case: id, score }) => [id, score])).toEqual(
      first.of(lab.plain).results.map(({ case: id }) => [id, 1.5]),
    );
  });

  it('asks all of a prompt whose content has changed', async () => {
    const lab = await createLab();
    await lab.run({ name: 'again' });
    lab.asked.length = 0;
    const changed = { ...lab.kind, content: 'Very kindly answer {question}' };
    const run = await lab.run({ name: 'again', prompts: [lab.plain, changed] });
    expect(lab.asked.map(({ prompt }) => prompt._id)).toEqual(Array(3).fill('prompt102'));
    expect(run.counts).toMatchObject({ done: 6, resumed: 3 });
  });

  it('scores an answer that is logged without a score, and does not ask for it again', async () => {
    const lab = await createLab();
    const scorers = {
      flaky: () => {
        throw new Error('The judge is asleep.');
      },
    };
    await lab.run({ name: 'again', prompts: [lab.plain], scorers });
    lab.asked.length = 0;
    const run = await lab.run({
      name: 'again',
      prompts: [lab.plain],
      scorers: { flaky: () => 7.4 },
    });
    expect(lab.asked).toEqual([]);
    expect(run.counts).toMatchObject({ done: 3, failed: 0, resumed: 3 });
    expect(run.results.every(({ error }) => error === undefined)).toBe(true);
    const logs = await readScores(lab.client, 'prompt101');
    expect(logs.map(({ score, meta }) => [score, meta?.raw, meta?.scorer])).toEqual(
      Array(3).fill([7, 7.4, 'flaky']),
    );
    expect(lab.api.logs).toHaveLength(3);
  });

  it('is refused where a case is no longer the one that was asked', async () => {
    const lab = await createLab();
    await lab.run({ name: 'again' });
    const cases = [{ id: 'case-1', variables: { question: 'another' } }];
    const error = await errorOf(lab.run({ name: 'again', cases }));
    expect(error.message).toContain('case-1 has other variables');
  });
});

describe('a label', () => {
  it('marks a run that is found again, row by row', async () => {
    const lab = await createLab();
    const run = await lab.run({
      name: 'good',
      trials: 2,
      scorers: { one: () => 3.3, two: () => 8 },
    });
    await run.label('accepted');
    const found = await findRun(lab.client, lab.kind, { label: 'accepted' });
    expect(found?.name).toBe('good');
    expect(found?.counts).toEqual({ done: 6, failed: 0, skipped: 0, resumed: 0, unlogged: 0 });
    const later = await lab.run({ name: 'later', scorers: { one: () => 3.3, two: () => 8 } });
    const result = compareRuns(found ?? run, later.of(lab.kind));
    expect(result).toMatchObject({ difference: 0, n: 3, unpaired: [] });
    expect(Object.keys(result.scorers)).toEqual(['one', 'two']);
    expect(await readScores(lab.client, 'prompt102')).toHaveLength(9);
  });

  it('makes no run the baseline of itself, which would always pass', async () => {
    const lab = await createLab();
    const setting = { name: 'build-local', prompts: [lab.plain], cases: toCases(12) };
    const run = await lab.run({ ...setting, task: async () => ({ output: 'Right.' }) });
    await run.label('accepted');
    const task = vi.fn(async () => ({ output: 'Wrong.' }));
    const again = await lab.run({ ...setting, task });
    expect(task).not.toHaveBeenCalled();

    const found = await findRun(lab.client, lab.plain, { label: 'accepted' });
    const result = compareRuns(found ?? run, again);
    expect(result).toMatchObject({ verdict: 'inconclusive', n: 0, interval: [-10, 10] });
    expect(result.text).toBe(
      'Not decided: a and b have no scored case in common; 12 answers are the same logs on both sides, left out: give each run a name of its own.',
    );
    expect(gate(result, { margin: 9 })).toBe('inconclusive');
    const except = 'build-local';
    expect(await findRun(lab.client, lab.plain, { label: 'accepted', except })).toBeUndefined();
    const { name } =
      (await findRun(lab.client, lab.plain, { label: 'accepted', except: 'x' })) ?? run;
    expect(name).toBe('build-local');
  });

  it('leaves out of a comparison what both runs took over, also where it was scored again', async () => {
    const lab = await createLab();
    const setting = { name: 'grown', prompts: [lab.plain] };
    const first = await lab.run({ ...setting, cases: toCases(2) });
    const [row] = first.results;
    if (row?.log) await scoreLog(lab.client, row.log, 1);
    const second = await lab.run({ ...setting, cases: toCases(5) });
    const result = compareRuns(first, second);
    expect(result).toMatchObject({ n: 0, unpaired: ['case-3', 'case-4', 'case-5'] });
    expect(result.text).toContain('2 answers are the same logs on both sides');
  });

  it('belongs to the last run that got it', async () => {
    const lab = await createLab();
    await (await lab.run({ name: 'one' })).label('accepted');
    await (await lab.run({ name: 'two' })).label('accepted');
    await (await lab.run({ name: 'three' })).label('other');
    expect((await findRun(lab.client, 'prompt101', { label: 'accepted' }))?.name).toBe('two');
    expect((await findRun(lab.client, 'prompt101', { name: 'one' }))?.results).toHaveLength(3);
    expect(await findRun(lab.client, 'prompt101', { label: 'none' })).toBeUndefined();
  });

  it('tells that the run was not complete, so that it never passes as a baseline', async () => {
    const lab = await createLab();
    const run = await lab.run({ name: 'part', prompts: [lab.plain], budget: { calls: 2 } });
    await run.label('accepted');
    const found = await findRun(lab.client, lab.plain, { label: 'accepted' });
    expect(found?.counts).toMatchObject({ done: 2, skipped: 1 });
  });

  it('tells which answers the scorers failed on, and counts them once', async () => {
    const lab = await createLab();
    const run = await lab.run({
      name: 'part',
      prompts: [lab.plain],
      cases: toCases(4),
      task: async ({ case: { id } }) => {
        if (id === 'case-1') throw new Error('The model is gone.');
        return { output: id };
      },
      scorers: {
        strict: ({ case: { id } }) => {
          if (id === 'case-2') throw new Error('No verdict, and the key is secret-key.');
          return 5;
        },
      },
    });
    expect(run.counts).toMatchObject({ done: 2, failed: 2 });
    expect(JSON.stringify(lab.api.logs)).not.toContain('secret-key');

    const byName = await findRun(lab.client, lab.plain, { name: 'part' });
    expect(byName?.counts).toMatchObject({ done: 2, failed: 1 });
    expect(byName?.results[0]?.error).toMatchObject({ step: 'scorer', scorer: 'strict' });
    expect(gate(compareRuns(byName ?? run, byName ?? run), { margin: 10 })).toBe('inconclusive');

    await run.label('accepted');
    const labelled = await findRun(lab.client, lab.plain, { label: 'accepted' });
    expect(labelled?.counts).toMatchObject({ done: 2, failed: 2, skipped: 0 });
    await labelled?.label('kept');
    const kept = await findRun(lab.client, lab.plain, { label: 'kept' });
    expect(kept?.counts).toMatchObject({ done: 2, failed: 2 });

    const [unscored] = await readScores(lab.client, 'prompt101', { case: 'case-2' });
    if (unscored) await scoreLog(lab.client, unscored, 7);
    const scored = await findRun(lab.client, lab.plain, { label: 'accepted' });
    expect(scored?.counts).toMatchObject({ done: 3, failed: 1 });
  });

  it('is not found where the prompt has no logs', async () => {
    const lab = await createLab();
    expect(await findRun(lab.client, 'prompt101', { label: 'accepted' })).toBeUndefined();
    await expect(findRun(lab.client, 'prompt101', {})).rejects.toThrow('a label or a name');
  });
});
