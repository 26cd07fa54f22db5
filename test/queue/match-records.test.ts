import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchRecords } from '../../src/queue/match-records.ts';

const moments = fc.integer({ min: 0, max: 12 });

/** How many logs can have a record of their own at most, by trying everything. */
function countMost(sinces: number[], times: number[]): number {
  const [since, ...rest] = sinces;
  if (since === undefined) return 0;
  let most = countMost(rest, times);
  times.forEach((time, index) => {
    if (time < since) return;
    const left = times.filter((_time, other) => other !== index);
    most = Math.max(most, 1 + countMost(rest, left));
  });
  return most;
}

it('gives as many logs a record as can have one, each record once', () => {
  fc.assert(
    fc.property(
      fc.array(moments, { maxLength: 5 }),
      fc.array(fc.tuple(moments, fc.boolean()), { maxLength: 6 }),
      (sinces, records) => {
        const wanted = sinces.map((since) => ({ since }));
        const candidates = records.map(([createdAt, isTaken]) => ({ createdAt, isTaken }));
        const matched = matchRecords(wanted, candidates, {
          fits: ({ createdAt }, { since }) => createdAt >= since,
          take: ({ isTaken }) => !isTaken,
        });
        const free = records.filter(([, isTaken]) => !isTaken).map(([time]) => time);
        expect(matched.size).toBe(countMost(sinces, free));
        expect(new Set(matched.values()).size).toBe(matched.size);
        for (const [{ since }, { createdAt, isTaken }] of matched) {
          expect(createdAt).toBeGreaterThanOrEqual(since);
          expect(isTaken).toBe(false);
        }
      },
    ),
    { numRuns: 500 },
  );
});

it('leaves the youngest records to others where an older one fits', () => {
  const [old, young] = [{ createdAt: 5 }, { createdAt: 9 }];
  const log = { since: 3 };
  const rules = {
    fits: ({ createdAt }: { createdAt: number }) => createdAt >= log.since,
    take: () => true,
  };
  expect(matchRecords([log], [young, old], rules).get(log)).toBe(old);
});

it('matches ten thousand identical logs in no time that anybody waits for', () => {
  const wanted = Array.from({ length: 10_000 }, (_, since) => ({ since }));
  const candidates = wanted.map(({ since }) => ({ createdAt: since + 1 }));
  let takes = 0;
  const matched = matchRecords(wanted, candidates, {
    fits: ({ createdAt }, { since }) => createdAt >= since,
    take: () => {
      takes += 1;
      return true;
    },
  });
  expect(matched.size).toBe(10_000);
  expect(takes).toBe(10_000);
});
