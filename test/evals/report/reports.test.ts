import { describe, expect, it } from 'vitest';
import { compareScores, toComparisonHTML } from '../../../src/evals/index.ts';
import type { Log } from '../../../src/index.ts';
import { createReportRun, hostile, toRows } from '../support/create-report-run.ts';

/** Reads RFC 4180, as a spreadsheet does. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

describe('a report as text', () => {
  it('says what was run, how good it is, how sure that is, and what failed', async () => {
    const rows = toRows(['a', 'b', 'c']);
    const failed = {
      case: 'case-4',
      promptId: 'prompt101',
      trial: 1,
      scores: {},
      error: { step: 'scorer', scorer: 'judge', name: 'Error', message: 'No verdict.' },
    } as const;
    const run = await createReportRun([...rows, failed]);
    expect(run.toText()).toBe(
      [
        'Run copy-2026-11: 7 rows, 6 done, 1 failed, 0 skipped',
        '',
        'Prompt       Cases  Mean  95 % interval  Failed',
        'Plain            3  7.00              –       1',
        '<b>Kind</b>      3  5.67  0.50 to 10.84       0',
        '',
        '<b>Kind</b> (b) against Plain (a):',
        '  Not decided: over 3 cases b scores 1.33 points less than a, but anything from -10 to 10 is possible; about 19 more cases would probably decide it; 1 row failed, so that no gate passes.',
        '  exact: Not decided: over 3 cases a and b score alike, but anything from -7.08 to 7.08 is possible; about 69 more cases would probably decide it; 1 row failed, so that no gate passes.',
        '  judge: Not decided: over 3 cases b scores 1.33 points less than a, but anything from -10 to 10 is possible; about 19 more cases would probably decide it; 1 row failed, so that no gate passes.',
        '  Lost most in: case-1 -3, case-2 -2',
        '',
        'Failed:',
        '  case-4, prompt101, trial 1: scorer judge: No verdict.',
        '',
      ].join('\n'),
    );
  });

  it('holds nothing that controls a terminal', async () => {
    const rows = toRows(hostile).map((row, index) =>
      index === 0
        ? { ...row, error: { step: 'task', name: 'Error', message: hostile[4] ?? '' } as const }
        : { ...row, case: `${hostile[4]}${index}` },
    );
    const run = await createReportRun(rows, `run ${hostile[4]}`);
    expect(run.toText().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  });

  it('compares to a baseline where there is one', async () => {
    const run = await createReportRun(toRows(['a', 'b', 'c']));
    const baseline = (await createReportRun(toRows(['a', 'b', 'c']), 'before')).of('prompt101');
    const text = run.toText({ baseline });
    expect(text).toContain('Plain (b) against Plain in before (a):');
    expect(text).toContain('<b>Kind</b> (b) against Plain in before (a):');
  });
});

describe('a report as CSV', () => {
  it('brings every text through, with formulas disarmed', async () => {
    const run = await createReportRun(toRows(hostile));
    const [header = [], ...lines] = parseCsv(run.toCSV());
    expect(header).toEqual([
      ...['case', 'promptId', 'trial', 'output', 'modelUsed', 'ms', 'score'],
      ...['scores.exact', 'scores.judge', 'error', 'log'],
    ]);
    expect(lines).toHaveLength(hostile.length * 2);
    const outputs = lines.filter((_, index) => index % 2 === 0).map((cells) => cells[3] ?? '');
    expect(
      outputs.map((output) => output.replace(/^'(?='*[\s\p{Cc}]*[-=+@＝＋－＠])/u, '')),
    ).toEqual(hostile);
    for (const cell of lines.flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
  });
});

it('a report as CSV disarms formulas behind characters that are not seen', async () => {
  const run = await createReportRun(toRows(['\u200B=1+1', '\uFEFF\u2060@SUM(A1)']));
  const [, first = [], , second = []] = parseCsv(run.toCSV());
  expect([first[3], second[3]]).toEqual(["'\u200B=1+1", "'\uFEFF\u2060@SUM(A1)"]);
});

describe('a report as data', () => {
  it('is what JSON makes of the run', async () => {
    const run = await createReportRun(toRows(['a']));
    const data = JSON.parse(JSON.stringify(run));
    expect(data).toEqual(run.toJSON());
    expect(data).toMatchObject({ name: 'copy-2026-11', counts: { done: 2 }, results: [{}, {}] });
  });
});

describe('a report as a page', () => {
  it('needs nothing else', async () => {
    const page = (await createReportRun(toRows(['a', 'b', 'c']))).toHTML();
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|url\(|@import|https?:/);
    expect(page.match(/<svg/g)).toHaveLength(2);
  });

  it('of one prompt shows the cases that scored least, with what was answered', async () => {
    const run = (await createReportRun(toRows(['bad', 'poor', 'good']))).of('prompt102');
    const page = run.toHTML();
    expect(page).toContain('Where it scored least');
    expect(page.indexOf('>bad<')).toBeGreaterThan(0);
    expect(page.indexOf('>poor<')).toBeGreaterThan(page.indexOf('>bad<'));
    expect(page.indexOf('>good<')).toBeGreaterThan(page.indexOf('>poor<'));
  });

  it('holds no text as it came', async () => {
    const page = (await createReportRun(toRows(hostile))).toHTML();
    for (const text of hostile.slice(0, 3)) expect(page).not.toContain(text);
    expect(page).not.toContain('<b>Kind');
  });
});

describe('a comparison as a page', () => {
  const side = (name: string, scores: readonly number[]) => ({
    name,
    scores: hostile.map(
      (output, index): Log => ({
        _id: `${name}${index}`,
        promptId: 'prompt101',
        output,
        modelUsed: 'gpt-4o',
        createdAt: '2026-11-26T08:00:00.000Z',
        score: scores[index] ?? 7,
        meta: { case: `case-${index}` },
      }),
    ),
  });

  it('shows the verdict, the distributions and the answers that lost most', async () => {
    const sides = { a: side('Plain', []), b: side('<b>Kind</b>', [4, 5]) };
    const comparison = await compareScores(sides.a.scores, sides.b.scores);
    const page = toComparisonHTML(comparison, sides);
    expect(page).toContain('<div class="verdict inconclusive">inconclusive</div>');
    expect(page).toContain(`${hostile.length} logs of a · ${hostile.length} logs of b`);
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page.match(/<pre/g)).toHaveLength(4);
    expect(page.indexOf('case-0')).toBeLessThan(page.indexOf('case-1'));
    expect(page).not.toMatch(/<script|<link|<img|url\(|@import|https?:/);
    for (const text of hostile.slice(0, 3)) expect(page).not.toContain(text);
    expect(page).not.toContain('<b>Kind');
  });

  it('takes bare scores, and a log and its scored copy as one', async () => {
    const [log] = side('Plain', [3]).scores;
    const copy = { ...log, _id: 'copy', score: 9, meta: { of: log?._id, at: log?.createdAt } };
    const logs = [log, copy] as Log[];
    const sides = { a: { name: 'a', scores: [1, 2, 2] }, b: { name: 'b', scores: logs } };
    const page = toComparisonHTML(await compareScores([1, 2, 2], logs), sides);
    expect(page).toContain('3 logs of a · 1 log of b');
    expect(page).toContain('<title>b: score 9, 100 %</title>');
  });
});
