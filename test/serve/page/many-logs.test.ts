import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeMeta } from '../../../src/core/meta.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts';
import { logIn, type ServedPage, servePage } from './open-page.ts';

const count = 100_000;
/** Some write an id where the name of a model or a run belongs. */
const names = 2_000;

let folder: TemporaryFolder;
let served: ServedPage;

beforeAll(async () => {
  folder = await createTemporaryFolder();
  const file = join(folder.path, 'seed.json');
  await writeFile(file, JSON.stringify(createSeed()));
  served = await servePage(file);
}, 120_000);
afterAll(async () => {
  await served?.close();
  await folder[Symbol.asyncDispose]();
});

it('a hundred thousand logs never stop the page for 2 s, also while they are compared', async () => {
  await using opened = await served.open();
  const { page } = opened;
  await logIn(page, served.user);
  const logs = page.getByRole('region', { name: 'Logs', exact: true });
  await logs.getByText('1–20 of 102,000 logs').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Older' }).click();
  await logs.getByText('21–40 of 102,000 logs').waitFor();
  await logs.getByLabel('Model').selectOption('model-1');
  await logs.getByText(/of 25,000 logs/).waitFor();
  // The list is read again.
  const before = await page.getByText(/^Live, looked at/).textContent();
  await expect
    .poll(() => page.getByText(/^Live, looked at/).textContent(), { timeout: 60_000 })
    .not.toBe(before);

  await page.goto(`${served.url}#/compare?a=prompt1&b=prompt2`);
  await page.getByRole('heading', { name: /^B is/ }).waitFor({ timeout: 120_000 });
  expect(await readLongest(page)).toBeLessThan(2_000);
  expect(opened.complaints).toEqual([]);
}, 240_000);

it('thousands of runs and models are offered as far as they can be used', async () => {
  await using opened = await served.open();
  const { page } = opened;
  await logIn(page, served.user);
  await page.goto(`${served.url}#/prompts/prompt3`);
  const logs = page.getByRole('region', { name: 'Logs', exact: true });
  await logs.getByText(`1–20 of ${names.toLocaleString('en')} logs`).waitFor({ timeout: 60_000 });
  const runs = logs.getByLabel('Run').locator('option');
  expect(await runs.count()).toBe(502);
  expect(await runs.last().textContent()).toBe('… and 1,500 older ones');
  expect(await runs.nth(500).textContent()).toBe('run-1999');
  await page.getByText('The 50 best on average of 2,000 models.').waitFor();
  const table = page.getByRole('region', { name: 'Scores by model as a table' });
  expect(await table.getByRole('row').count()).toBe(51);

  await page.goto(`${served.url}#/compare`);
  const sides = page.getByLabel('B, what is new').locator('option');
  await expect.poll(() => sides.count(), { timeout: 60_000 }).toBe(1 + 3 + 200);
  expect(await sides.last().textContent()).toMatch(/run run-1999$/);
  expect(opened.complaints).toEqual([]);
}, 180_000);

/** In milliseconds, the longest that the page was busy without a break. */
const readLongest = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(Math.max(0, ...list.getEntries().map(({ duration }) => duration))),
        ).observe({ type: 'longtask', buffered: true });
        setTimeout(() => resolve(0), 3_000);
      }),
  );

function createSeed() {
  const start = Date.now() - 300 * 86_400_000;
  return {
    users: [{ email: 'ada@example.com' }],
    prompts: [{ _id: 'prompt1' }, { _id: 'prompt2' }, { _id: 'prompt3' }],
    logs: [...createLogs(start), ...createNamedLogs(start)],
  };
}

const createLogs = (start: number) =>
  Array.from({ length: count }, (_, index) => ({
    promptId: `prompt${1 + (index % 2)}`,
    output: `Answer ${index}: ${'word '.repeat(20)}`,
    modelUsed: `model-${index % 4}`,
    score: (index * 7 + (index >> 3)) % 11,
    createdAt: new Date(start + index * 259_000).toISOString(),
  }));

const createNamedLogs = (start: number) =>
  Array.from({ length: names }, (_, index) => ({
    promptId: 'prompt3',
    output: `Named ${index}`,
    modelUsed: `name-${index}`,
    score: index % 11,
    notes: encodeMeta(undefined, { run: `run-${String(index).padStart(4, '0')}` }),
    createdAt: new Date(start + index * 1_000).toISOString(),
  }));
