import { describe, expect, it } from 'vitest';
import { compareScores, gate } from '../../../src/evals/index.ts';

const byPosition = { pairBy: (_: unknown, index: number) => index };
const repeat = (score: number, times: number) => new Array<number>(times).fill(score);
const compare = (a: readonly number[], b: readonly number[]) => compareScores(a, b, byPosition);

describe('a gate', () => {
  it('passes what is surely not worse by more than the margin', async () => {
    expect(gate(await compare(repeat(8, 72), repeat(8, 72)))).toBe('pass');
    expect(gate(await compare(repeat(5, 6), repeat(6, 6)))).toBe('pass');
  });

  it('passes what is worse, but surely within the margin', async () => {
    const result = await compare(repeat(8, 30), repeat(7.8, 30));
    expect(result.verdict).toBe('worse');
    expect(gate(result)).toBe('pass');
    expect(result.text).toContain('would not show');
    expect(gate(result, { margin: 0.1 })).toBe('fail');
  });

  it('fails what is surely worse and not surely within the margin', async () => {
    expect(gate(await compare(repeat(8, 6), repeat(6, 6)))).toBe('fail');
  });

  it('is inconclusive where nobody can tell', async () => {
    expect(gate(await compare(repeat(8, 10), repeat(8, 10)))).toBe('inconclusive');
    expect(gate(await compare([8, 7, 6], [1, 1, 1]))).toBe('inconclusive');
  });

  it('never passes zero cases, whatever the margin', async () => {
    expect(gate(await compare([], []), { margin: 10 })).toBe('inconclusive');
  });

  it('never passes where rows failed or were skipped', async () => {
    const result = await compare(repeat(5, 6), repeat(6, 6));
    const gated = (failed: number, skipped: number) =>
      gate({ ...result, incomplete: { failed, skipped } });
    expect([gated(0, 0), gated(1, 0), gated(0, 1)]).toEqual([
      'pass',
      'inconclusive',
      'inconclusive',
    ]);
  });

  it('passes three logs beside thirty only where they are better', async () => {
    const many = [...repeat(8, 28), 7, 9];
    const alike = await compareScores([8, 8, 8], many, { pairBy: 'none' });
    expect(alike.verdict).toBe('inconclusive');
    expect(alike.needed).toBeGreaterThan(0);
    expect(gate(alike)).toBe('inconclusive');
    expect(gate(await compareScores([1, 1, 1], many, { pairBy: 'none' }))).toBe('pass');
    const four = await compareScores([8, 8, 8, 8], many, { pairBy: 'none' });
    expect([four.verdict, gate(four)]).toEqual(['same', 'pass']);
  });

  it('judges what went through JSON', async () => {
    const result = await compare(repeat(8, 6), repeat(6, 6));
    expect(gate(JSON.parse(JSON.stringify(result)))).toBe('fail');
  });
});
