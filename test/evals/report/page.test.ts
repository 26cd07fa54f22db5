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
