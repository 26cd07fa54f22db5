import { describe, expect, it, vi } from 'vitest';
import type { CreateLogInput } from '../../../src/index.ts';
import { createLab, toCases } from '../support/create-lab.ts';

const task = async ({ text }: { text: string }) => ({ output: text });

describe('while the API is away', () => {
  it('the run goes on, and its rows stay in the report', async () => {
    const lab = await createLab();
    lab.api.fail({ on: 'createLog', times: 1_000, with: { status: 503 } });
    const run = await lab.run({ cases: toCases(20), task });
    expect(run.counts).toEqual({ done: 40, failed: 0, skipped: 0, resumed: 0, unlogged: 40 });
    expect(run.results.every(({ output, score, log }) => output && score && !log)).toBe(true);
    // It is asked whether it is back, not forty times.
    const sent = lab.api.requests.filter(({ operation }) => operation === 'createLog');
    expect(sent.length).toBeLessThan(20);
    expect(run.results.every(({ logError }) => logError?.name === 'ServerError')).toBe(true);
  });

  it('what was answered is stored once it is back, before the run ends', async () => {
    const lab = await createLab();
    lab.api.fail({ on: 'createLog', times: 8, with: { status: 503 } });
    const run = await lab.run({ cases: toCases(20), task });
    expect(run.counts).toMatchObject({ done: 40, unlogged: 0 });
    expect(lab.api.logs).toHaveLength(40);
    expect(run.results.every(({ log }) => log !== undefined)).toBe(true);
  });

  it('what may have been stored is looked for, and not stored twice', async () => {
    const lab = await createLab();
    lab.api.fail({ on: 'createLog', times: 3, with: 'reset-after-store' });
    const run = await lab.run({ cases: toCases(5), task });
    expect(run.counts).toMatchObject({ done: 10, unlogged: 0 });
    const outputs = lab.api.logs.map(({ output }) => output);
    expect(new Set(outputs).size).toBe(10);
    expect(outputs).toHaveLength(10);
  });

  it('what the API refuses is not sent again', async () => {
    const lab = await createLab();
    lab.api.fail({ on: 'createLog', times: 1, with: { status: 400 } });
    const run = await lab.run({ cases: toCases(3), task });
    expect(run.counts).toMatchObject({ done: 6, unlogged: 1 });
    expect(lab.api.requests.filter(({ operation }) => operation === 'createLog')).toHaveLength(6);
    const [refused] = run.results.filter(({ log }) => !log);
    expect(refused?.logError).toEqual({
      name: 'BadRequestError',
      message: 'Bad Request',
    });
    const line = '1 answer not logged: Bad Request';
    expect(run.toText()).toContain(line);
    expect(run.toHTML()).toContain(line);
  });

  it('a resumed run asks only for what was not stored', async () => {
    const lab = await createLab();
    const options = { name: 'away', cases: toCases(4), concurrency: 1, task };
    let isAway = false;
    const first = await lab.run({
      ...options,
      task: async ({ text, case: { id } }) => {
        if (id === 'case-3' && !isAway) {
          isAway = true;
          await vi.waitFor(() => expect(lab.api.logs).toHaveLength(4));
          lab.api.fail({ on: 'createLog', times: 100, with: { status: 503 } });
        }
        return { output: text };
      },
    });
    expect(first.counts).toMatchObject({ done: 8, unlogged: 4 });
    lab.api.clearFaults();
    const asked: string[] = [];
    const second = await lab.run({
      ...options,
      task: async ({ text, case: { id } }) => {
        asked.push(id);
        return { output: text };
      },
    });
    expect(new Set(asked)).toEqual(new Set(['case-3', 'case-4']));
    expect(second.counts).toMatchObject({ done: 8, resumed: 4, unlogged: 0 });
  });
});

describe('a queue beside the client', () => {
  it('gets the logs, and the client none', async () => {
    const lab = await createLab();
    const inputs: CreateLogInput[] = [];
    const flushed: object[] = [];
    const run = await lab.run({
      task,
      queue: {
        log: (input) => inputs.push(input) > 0,
        flush: async (options) => {
          flushed.push(options);
          return { failed: [], dropped: 0, pending: 2 };
        },
      },
    });
    expect(inputs).toHaveLength(6);
    expect(inputs[0]?.meta).toMatchObject({ case: 'case-1', trial: 1 });
    expect(lab.api.logs).toEqual([]);
    expect(flushed).toEqual([{ timeout: expect.any(Number) }]);
    expect(run.counts).toMatchObject({ done: 6, unlogged: 2 });
  });

  it('that refuses or throws leaves rows unlogged, and breaks nothing', async () => {
    const lab = await createLab();
    let calls = 0;
    const log = () => {
      calls += 1;
      if (calls % 2 === 0) throw new Error('Full.');
      return false;
    };
    const run = await lab.run({ task, queue: { log } });
    expect(run.counts).toMatchObject({ done: 6, unlogged: 6 });
    expect(run.toText()).toContain('6 answers not logged: The queue did not take it.');
  });

  it('is emptied before a run goes on, so that nothing that it holds is asked again', async () => {
    const lab = await createLab();
    const held: CreateLogInput[] = [];
    const queue = {
      log: (input: CreateLogInput) => held.push(input) > 0,
      flush: async () => {
        if (isDown) return { failed: [], dropped: 0, pending: held.length };
        for (const input of held.splice(0)) await lab.client.createLog(input);
        return { failed: [], dropped: 0, pending: 0 };
      },
    };
    let isDown = true;
    const first = await lab.run({ name: 'spooled', task, queue });
    expect(first.counts).toMatchObject({ done: 6, unlogged: 6 });
    isDown = false;
    const second = await lab.run({ name: 'spooled', queue });
    expect(second.counts).toMatchObject({ done: 6, resumed: 6, unlogged: 0 });
    expect(lab.asked).toEqual([]);
  });
});
