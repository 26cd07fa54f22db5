import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn, type ServedPage, servePage } from './open-page.ts';

let served: ServedPage;

beforeAll(async () => {
  served = await servePage();
});
afterAll(() => served?.close());

const phone = { width: 390, height: 844 };
const tablet = { width: 820, height: 1180 };
const desk = { width: 1440, height: 900 };

describe.each([
  ['a phone, light', phone, 'light'],
  ['a phone, dark', phone, 'dark'],
  ['a tablet, light', tablet, 'light'],
  ['a desk, light', desk, 'light'],
  ['a desk, dark', desk, 'dark'],
] as const)('on %s', (_name, viewport, colorScheme) => {
  it('nothing is in the way of anybody, and nothing leaves the screen', async () => {
    await using opened = await served.open({ viewport, colorScheme, reducedMotion: 'reduce' });
    const { page } = opened;
    const findings: unknown[] = [];
    const look = async (state: string) => findings.push(...(await findObstacles(page, state)));

    await look('login');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await look('sign-up');
    await page.getByRole('button', { name: 'Log in' }).click();
    await logIn(page, { ...served.user, password: 'not-the-password' });
    await page.getByRole('alert').waitFor();
    await look('wrong password');

    await logIn(page, served.user);
    await page.getByRole('heading', { name: 'Scores by model' }).waitFor();
    await look('overview');
    await page.getByLabel('Search prompts').fill('zebra');
    await page.getByText('No prompt matches').waitFor();
    await look('nothing found');
    await page.getByRole('button', { name: 'Show all prompts' }).click();

    await page.goto(`${served.url}#/prompts/prompt103`);
    await page.getByRole('heading', { name: 'Support ticket in one line' }).waitFor();
    await page.getByRole('heading', { name: 'Scores by model' }).waitFor();
    await page.getByText('Show as a table').click();
    await look('prompt');
    await page.getByRole('button', { name: 'Score', exact: true }).first().click();
    await page.getByRole('dialog').waitFor();
    await look('log');
    await page.keyboard.press('Escape');
    await page.goto(`${served.url}#/prompts/prompt999`);
    await page.getByText('There is no such prompt').waitFor();
    await look('no such prompt');
    await page.goto(`${served.url}#/prompts/prompt109`);
    await page.getByText('No logs yet').waitFor();
    await look('no logs');
    await page.goto(`${served.url}#/compare?a=prompt102&b=prompt103`);
    await page.getByRole('heading', { name: 'B is better' }).waitFor();
    await page.getByText('ticket-7').click();
    await look('comparison');

    expect(findings).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});

it('a keyboard is enough, and shows where it is', async () => {
  await using opened = await served.open({ viewport: desk });
  const { page } = opened;
  const { keyboard } = page;

  await keyboard.type(served.user.email);
  await keyboard.press('Tab');
  await keyboard.type(served.user.password);
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Scores over time' }).waitFor();

  await tabTo(page, 'Search prompts');
  await keyboard.type('rainbow');
  await page.getByText('1 prompt found').waitFor();
  await tabTo(page, 'Rainbow for a five-year-old');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Rainbow for a five-year-old' }).waitFor();
  const logs = page.getByRole('region', { name: 'Logs', exact: true });
  await logs.getByText('1–20 of 52 logs').waitFor();
  // The focus is where the content begins, not back at the top.
  await tabTo(page, 'Show as a table');
  await keyboard.press('Enter');
  await page.getByRole('table', { name: 'Average score by week and model' }).waitFor();

  await tabTo(page, 'Open');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await tabTo(page, 'Older', 'Tab', 90);
  await keyboard.press('Enter');
  await logs.getByText('21–40 of 52 logs').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Logs');

  await tabTo(page, 'Log out', 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByLabel('Password').waitFor();
});

/** Presses Tab until something of this name has the focus. Every stop on the way is seen. */
async function tabTo(page: Page, name: string, key = 'Tab', most = 60): Promise<void> {
  const stops: string[] = [];
  for (let presses = 0; presses < most; presses += 1) {
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
