import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pageBudget } from '../../scripts/entries.ts';
import { toBundleSize } from '../bench/harness/bundle-size.ts';
import { runNode } from '../support/run-command.ts';

/** What may only get smaller. Whoever has to raise one says in the commit what it is paid for. */
const budgets = {
  singleFileBytes: 34_000,
  // Made smaller by the page's own bundler alone, which saves less than ours.
  bundleBytes: 35_300,
  modules: 1,
  heapBytesPerCall: 20,
};

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a script of this folder in a fresh process, and delivers what it prints as JSON. */
async function print<T>(file: string, ...options: string[]): Promise<T> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { code, stdout, stderr } = await runNode([...options, path]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

describe('bytes', () => {
  test('the single file is small', () => {
    const file = readFileSync(`${root}dist/promptcrafter-client.js`);
    expect(gzipSync(file, { level: 9 }).byteLength).toBeLessThanOrEqual(budgets.singleFileBytes);
  });

  test('a page that uses one method downloads little', async () => {
    const page = `import { PromptCrafterClient } from 'promptcrafter-client';
      new PromptCrafterClient().getPrompts();`;
    expect(await toBundleSize(page, root)).toBeLessThanOrEqual(budgets.bundleBytes);
  });

  test('a page that uses nothing downloads nothing', async () => {
    const page = `import { PromptCrafterClient } from 'promptcrafter-client';`;
    expect(await toBundleSize(page, root)).toBeLessThanOrEqual(50);
  });
});

test('the page of serve is small, all its files together', () => {
  const folder = `${root}dist/page/`;
  const sizes = readdirSync(folder).map(
    (file) => gzipSync(readFileSync(`${folder}${file}`), { level: 9 }).byteLength,
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(pageBudget);
});

test('importing the package loads one file and nothing of Node', async () => {
  const loaded = await print<string[]>('print-loaded-modules.ts');
  expect(loaded).toHaveLength(budgets.modules);
});

test('a call leaves nothing on the heap', { timeout: 120_000 }, async () => {
  const slopes = await print<Record<string, number>>('print-heap-slope.ts', '--expose-gc');
  expect(Object.keys(slopes)).toEqual(['createLog', 'getLogsByPrompt']);
  for (const [method, bytes] of Object.entries(slopes)) {
    expect(bytes, `${method}, bytes a call`).toBeLessThanOrEqual(budgets.heapBytesPerCall);
  }
});
