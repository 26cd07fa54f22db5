import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoUser, newcomer } from '../demo/seed-demo.ts';
import { type Dashboard, logIn, openDashboard } from './open-dashboard.ts';

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await openDashboard();
});
afterAll(() => dashboard?.close());

const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

describe.each([
  ['a phone, light', phone, 'light'],
  ['a phone, dark', phone, 'dark'],
  ['a desk, light', desk, 'light'],
  ['a desk, dark', desk, 'dark'],
] as const)('on %s', (_name, viewport, colorScheme) => {
  it('nothing is in the way of anybody, and nothing leaves the screen', async () => {
    await using opened = await dashboard.open({ viewport, colorScheme, reducedMotion: 'reduce' });
    const { page } = opened;
    const findings: unknown[] = [];
    const look = async (state: string) => findings.push(...(await findObstacles(page, state)));

    await look('login');
    await logIn(page, { ...demoUser, password: 'not-the-password' });
    await page.getByRole('alert').waitFor();
    await look('wrong password');

    await logIn(page);
    await page.getByRole('heading', { name: 'Scores by model' }).waitFor();
    await look('overview');
    await page.getByLabel('Search prompts').fill('zebra');
    await page.getByText('No prompt matches').waitFor();
    await look('nothing found');
    await page.getByRole('button', { name: 'Show all prompts' }).click();

    await page.getByRole('link', { name: 'Rainbow for a five-year-old' }).click();
    await page.getByRole('heading', { name: 'Scores by model' }).waitFor();
    await page.getByText('Show as a table').click();
    await look('prompt');
    await page.goto(`${dashboard.url}#/prompts/prompt999`);
    await page.getByText('There is no such prompt').waitFor();
    await look('no such prompt');

    await page.goto(`${dashboard.url}#/`);
    await page.getByRole('button', { name: 'Log out' }).click();
    await logIn(page, newcomer);
    await page.getByText('No logs yet').waitFor();
    await look('no prompts');

    expect(findings).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});

it('a keyboard is enough, and shows where it is', async () => {
  await using opened = await dashboard.open({ viewport: desk });
  const { page } = opened;
  const { keyboard } = page;

  await keyboard.type(demoUser.email);
  await keyboard.press('Tab');
  await keyboard.type(demoUser.password);
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Scores over time' }).waitFor();

  await tabTo(page, 'Search prompts');
  await keyboard.type('rainbow');
  await page.getByText('1 prompt found').waitFor();
  await tabTo(page, 'Rainbow for a five-year-old');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Rainbow for a five-year-old' }).waitFor();
  await page.getByRole('heading', { name: 'Scores over time' }).waitFor();
  // The focus is where the content begins, not back at the top.
  await tabTo(page, 'Show as a table');
  await keyboard.press('Enter');
  await page.getByRole('table', { name: 'Average score by week and model' }).waitFor();

  await tabTo(page, 'Show 12 more of 49 logs');
  await keyboard.press('Enter');
  await expect
    .poll(() => page.getByRole('region', { name: 'Logs' }).locator('ol > li').count())
    .toBe(24);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('LI');

  await tabTo(page, 'Log out', 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByLabel('Password').waitFor();
});

it('is served with a policy that allows its own scripts and no HTML in strings', async () => {
  const policy = (await fetch(dashboard.url)).headers.get('Content-Security-Policy');
  expect(policy?.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]),
  );
});

/** Presses Tab until something of this name has the focus. Every stop on the way is seen. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  const stops: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : element;
      return {
        name: label?.textContent ?? '',
        isBody: element === document.body,
        hasOutline: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      };
    });
    stops.push(stop.name);
    if (!stop.isBody) expect(stop).toMatchObject({ hasOutline: true });
    if (stop.name.startsWith(name)) return;
  }
  expect.fail(`${key} does not lead to “${name}”, but to ${stops.join(', ')}.`);
}

/** What axe finds in the page as it is, and whether the page is wider than the screen. */
async function findObstacles(page: Page, state: string): Promise<unknown[]> {
  return page.evaluate(async (where) => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...violations.map(({ id, nodes }) => ({ where, id, nodes: nodes.map(({ html }) => html) })),
      ...(scrollWidth > clientWidth ? [{ where, id: 'wider than the screen' }] : []),
    ];
  }, state);
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
