import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectComplaints, launchChromium } from '../../support/launch-chromium.ts';
import { createReportRun, hostile, toRows } from '../support/create-report-run.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it.each([
  ['light', 1100],
  ['dark', 1100],
  ['light', 360],
] as const)(
  'hostile texts stay texts, and the page fits: %s, %d wide',
  async (colorScheme, width) => {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    const complaints = collectComplaints(page);
    const run = await createReportRun(toRows(hostile));
    await page.setContent(run.toHTML(), { waitUntil: 'load' });

    const shown = await page.locator('pre').allTextContents();
    expect(shown).toEqual([hostile[0], hostile[0], hostile[1], hostile[1]]);
    expect(await page.evaluate(() => 'broken' in window)).toBe(false);
    expect(await page.locator('main > section').count()).toBe(2);
    expect(await page.locator('svg[role=img]').count()).toBe(2);
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scrollWidth).toBe(width);
    const [background, ink] = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return [backgroundColor, color].map((value) => Number(/\d+/.exec(value)));
    });
    expect((background ?? 0) > (ink ?? 0)).toBe(colorScheme === 'light');
    expect(complaints).toEqual([]);
    await page.close();
  },
);

it('a name that turns the direction of texts turns none but its own', async () => {
  const page = await browser.newPage();
  const rows = toRows(['a', 'b']).map((row) => ({ ...row, case: `\u202E${row.case}` }));
  const run = await createReportRun(rows, 'copy', { title: 'Kind \u202Ednik' });
  await page.setContent(run.toHTML(), { waitUntil: 'load' });
  const isAfter = (selector: string, text: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, wanted) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        let node = walker.nextNode();
        while (node && !node.nodeValue?.includes(wanted)) node = walker.nextNode();
        const [first, last] = [0, wanted.length - 1].map((offset) => {
          const range = document.createRange();
          const start = (node?.nodeValue ?? '').indexOf(wanted) + offset;
          range.setStart(node ?? element, start);
          range.setEnd(node ?? element, start + 1);
          return range.getBoundingClientRect().left;
        });
        return (first ?? 0) < (last ?? 0);
      }, text);
  expect(await isAfter('h2', 'against')).toBe(true);
  expect(await isAfter('.case', '-3')).toBe(true);
  await page.close();
});

it.each([360, 1100])(
  'texts in charts can be read, and tables are not cut off: %d wide',
  async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const run = await createReportRun(toRows(['a', 'b', 'c']));
    await page.setContent(run.toHTML(), { waitUntil: 'load' });
    const heights = await page
      .locator('svg text')
      .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThan(11);
    const cut = await page
      .locator('.scroll')
      .evaluateAll((boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth).length);
    expect(cut).toBe(0);
    await page.close();
  },
);
