import { expect, it } from 'vitest';
import { compareScores } from '../../../src/evals/index.ts';
import { toBeNoWorseThan, toPassGate } from '../../../src/evals/vitest.ts';
import { createReportRun, toRows } from '../support/create-report-run.ts';

expect.extend({ toPassGate, toBeNoWorseThan });

const byPosition = { pairBy: (_: unknown, index: number) => index };
const compare = (a: number[], b: number[]) => compareScores(a, b, byPosition);
const better = () => compare([5, 5, 5, 5, 5, 5], [6, 6, 6, 6, 6, 6]);
const worse = () => compare([5, 5, 5, 5, 5, 5, 5], [1, 2, 3, 4, 4, 4, 4]);
const open = () => compare([5, 5], [6, 6]);
const outputs = ['first', 'second \u001B[31m', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];

it('passes', async () => expect(await better()).toPassGate());
it('passes, negated', async () => expect(await worse()).not.toPassGate({ margin: 1 }));
it('fails', async () => expect(await worse()).toPassGate({ margin: 1 }));
it('fails, negated', async () => expect(await better()).not.toPassGate());
it('fails where it is inconclusive', async () => expect(await open()).toPassGate());
it('is skipped where that is wanted', async () =>
  expect(await open()).toPassGate({ inconclusive: 'skip' }));
it('fails what is no comparison', () => expect(better()).toPassGate());

it('compares runs', async () => {
  const run = await createReportRun(toRows(outputs));
  expect(run.of('prompt101')).not.toBeNoWorseThan(run.of('prompt101'));
  expect(run.of('prompt101')).toBeNoWorseThan(run.of('prompt101'), { margin: 5 });
});
it('shows the worst answers', async () => {
  const rows = toRows(outputs).map((row) =>
    row.promptId === 'prompt102' ? { ...row, score: Number(row.score) - 4 } : row,
  );
  const run = await createReportRun(rows);
  expect(run.of('prompt102')).toBeNoWorseThan(run.of('prompt101'));
});
it('shows the worst trial, and why rows failed', async () => {
  const before = await createReportRun(toRows(outputs));
  const [first, ...others] = toRows(outputs).filter(({ promptId }) => promptId === 'prompt102');
  if (!first) return;
  const error = { step: 'task', name: 'Error', message: 'Status 500. \u001B[31m' } as const;
  const run = await createReportRun([
    { ...first, trial: 1, score: 0, output: 'the worst of three' },
    { ...first, trial: 2, score: 9, output: 'the best of three' },
    { case: first.case, promptId: first.promptId, trial: 3, scores: {}, error },
    ...others,
  ]);
  expect(run.of('prompt102')).toBeNoWorseThan(before.of('prompt101'));
});
it('fails without a baseline', async () => {
  const run = await createReportRun(toRows(outputs));
  expect(run.of('prompt101')).toBeNoWorseThan(undefined);
});
