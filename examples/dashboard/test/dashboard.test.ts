import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoUser, newcomer } from '../demo/seed-demo.ts';
import { type Dashboard, logIn, type OpenedPage, openDashboard } from './open-dashboard.ts';

let dashboard: Dashboard;
let opened: OpenedPage;
let page: Page;

beforeAll(async () => {
  dashboard = await openDashboard();
});
afterAll(() => dashboard?.close());
beforeEach(async () => {
  opened = await dashboard.open();
  page = opened.page;
});
afterEach(async () => {
  dashboard.api.clearFaults();
  expect(opened.complaints).toEqual([]);
  await opened[Symbol.asyncDispose]();
});

const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const alert = () => page.getByRole('alert');
const openPrompt = (title: string) => page.getByRole('link', { name: title }).click();

describe('the login', () => {
  it('says that a password is wrong, and lets in with the right one', async () => {
    await logIn(page, { ...demoUser, password: 'not-the-password' });
    await alert().getByText('Email and password do not match').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(demoUser.email);

    await logIn(page);
    await heading('All prompts').waitFor();
  });

  it('keeps the token in memory alone', async () => {
    await logIn(page);
    await heading('All prompts').waitFor();
    expect(
      await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]),
    ).toEqual([0, 0, '']);

    await page.reload();
    await page.getByLabel('Password').waitFor();
  });

  it('ends with a click', async () => {
    await logIn(page);
    await openPrompt('SQL from a question');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Password').waitFor();
    expect(new URL(page.url()).hash).toBe('#/');
  });

  it('is asked for again when the token has expired, and leads back', async () => {
    await logIn(page);
    await heading('Scores over time').waitFor();
    dashboard.advance(2 * 3_600_000);
    await openPrompt('Minutes in five lines');
    await page.getByText('Your session has expired').waitFor();

    await logIn(page);
    await heading('Minutes in five lines').waitFor();
  });
});

describe('the list of prompts', () => {
  const list = () => page.getByRole('navigation', { name: 'Prompts' });

  it('holds what a search finds', async () => {
    await logIn(page);
    await list().getByText('7 prompts').waitFor();
    await page.getByLabel('Search prompts').fill('engineering');
    await list().getByText('2 prompts found').waitFor();
    expect(await list().getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Release notes from commits'),
      expect.stringContaining('SQL from a question'),
    ]);
  });

  it('gives up a search that is typed over', async () => {
    await logIn(page);
    dashboard.api.fail({ on: 'searchPrompts', with: 'hang' });
    const givenUp = page.waitForEvent('requestfailed', (request) =>
      request.url().endsWith('q=rainbow'),
    );
    const sent = page.waitForRequest(/q=rainbow/);
    await page.getByLabel('Search prompts').fill('rainbow');
    await sent;
    await page.getByLabel('Search prompts').fill('sql');
    await givenUp;
    await list().getByText('1 prompt found').waitFor();
    expect(await list().getByRole('listitem').textContent()).toContain('SQL from a question');
  });

  it('says that nothing is found, and how to go on', async () => {
    await logIn(page);
    await page.getByLabel('Search prompts').fill('zebra');
    await list().getByText('No prompt matches “zebra”').waitFor();
    await page.getByRole('button', { name: 'Show all prompts' }).click();
    await list().getByText('7 prompts').waitFor();
  });

  it('says that a user has no prompts yet', async () => {
    await logIn(page, newcomer);
    await list().getByText('You have no prompts yet').waitFor();
  });
});

describe('a prompt', () => {
  it('shows its scores as charts and as tables', async () => {
    await logIn(page);
    await openPrompt('Rainbow for a five-year-old');
    await heading('Rainbow for a five-year-old').waitFor();

    const overTime = page.getByRole('img', { name: /^Chart of the average score by week/ });
    const byModel = page.getByRole('img', { name: /^Chart of how often each score was given/ });
    await overTime.waitFor();
    // In its first week it was given 6 and 4, in its last 10.
    expect(await overTime.getAttribute('aria-label')).toContain('claude-sonnet-4 from 5.0 to 10.0');
    for (const chart of [overTime, byModel]) {
      await expect.poll(() => chart.evaluate(hasDrawing)).toBe(true);
    }

    const models = page.getByRole('table', { name: 'Scores by model' });
    expect(await models.getByRole('rowheader').allTextContents()).toEqual([
      'claude-sonnet-4',
      'gpt-4o',
      'llama-3.3-70b',
    ]);
    await page.getByText('Show as a table').click();
    const weeks = page.getByRole('table', { name: 'Average score by week and model' });
    expect(await weeks.getByRole('row').count()).toBeGreaterThan(10);
  });

  it('shows its logs, the newest first and more on demand', async () => {
    await logIn(page);
    await openPrompt('Rainbow for a five-year-old');
    const logs = page.getByRole('region', { name: 'Logs' });
    await logs.getByRole('button', { name: 'Show 12 more of 49 logs' }).click();
    expect(await logs.getByRole('listitem').count()).toBe(24);
    const dates = await logs
      .locator('time')
      .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
    expect(dates).toEqual(dates.toSorted().reverse());
  });

  it('says that it has no logs yet', async () => {
    await logIn(page);
    await openPrompt('Alternative texts for product photos');
    await page.getByText('No logs yet').waitFor();
    expect(await alert().count()).toBe(0);
  });

  it('says that there is none with this id', async () => {
    await page.goto(`${dashboard.url}#/prompts/${encodeURIComponent('prompt999')}`);
    await logIn(page);
    await alert().getByText('There is no such prompt').waitFor();
  });

  it('shows logs while the others are still coming, and keeps them when given up', async () => {
    await logIn(page);
    await heading('Scores over time').waitFor();
    dashboard.api.fail({ on: 'getLogsByPrompt', with: { drip: 4 } });
    await openPrompt('Rainbow for a five-year-old');
    await page.getByText(/^Loading logs, \d+ so far…$/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Loading logs: cancelled').waitFor();
    const logs = page.getByRole('region', { name: 'Logs' });
    expect(await logs.getByRole('listitem').count()).toBeGreaterThan(0);

    await page.getByRole('button', { name: 'Load again' }).click();
    await logs.getByRole('button', { name: 'Show 12 more of 49 logs' }).waitFor();
  });
});

describe('trouble', () => {
  it('in the middle of a list does not let the beginning pass for all of it', async () => {
    await logIn(page);
    await heading('Scores over time').waitFor();
    dashboard.api.fail({ on: 'getLogsByPrompt', with: { drip: 4 } });
    await openPrompt('Rainbow for a five-year-old');
    await page.getByText(/^Loading logs, \d+ so far…$/).waitFor();
    await dashboard.stopApi();
    await alert()
      .getByText(/^The list was cut off after \d+ logs?$/)
      .waitFor();

    await dashboard.startApi();
    await alert().getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Show 12 more of 49 logs' }).waitFor();
    expect(await alert().count()).toBe(0);
  });

  it('of the API leads to what can be done, and ends with it', async () => {
    await logIn(page);
    await heading('Scores over time').waitFor();
    await dashboard.stopApi();
    await openPrompt('SQL from a question');
    await alert().getByText('The API cannot be reached').waitFor();
    await alert().getByText('whether the API is running').waitFor();

    await dashboard.startApi();
    await alert().getByRole('button', { name: 'Try again' }).click();
    await heading('SQL from a question').waitFor();
  });

  it('is told while it is tried again, and a call can be given up', async () => {
    await logIn(page);
    await heading('Scores over time').waitFor();
    // Not a reset: on a connection that was used before, Chromium itself asks again.
    dashboard.api.fail({ on: 'getPromptById', with: { status: 503 } });
    dashboard.api.fail({ on: 'getPromptById', with: 'hang' });
    await openPrompt('SQL from a question');
    await page.getByText('The API has a problem. Trying again, attempt 2.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Loading the prompt: cancelled').waitFor();
  });

  it('at the login is told there', async () => {
    dashboard.api.fail({ on: 'login', times: 3, with: { status: 503 } });
    await logIn(page);
    await alert().getByText('The API has a problem').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(demoUser.email);
  });
});

/** Whether anything is on a canvas. */
function hasDrawing(element: Element): boolean {
  const canvas = element as HTMLCanvasElement;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels?.some((value) => value > 0) ?? false;
}
