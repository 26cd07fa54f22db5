import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Entry, entries, pageBudget } from '../../scripts/entries.ts';
import { toBundleSize } from '../bench/harness/bundle-size.ts';
import { runNode } from '../support/run-command.ts';

/** What may only get smaller. Bytes stand in `scripts/entries.ts`. */
const budgets = {
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

/** Bytes that a page with all of an entry downloads, minified and gzipped. */
function measure({ path = '.', output, formats }: Entry): number | Promise<number> {
  // The single file is minified already.
  if (formats.includes('single')) {
    return gzipSync(readFileSync(`${root}dist/${output}.js`), { level: 9 }).byteLength;
  }
  const specifier = `promptcrafter-client${path.slice(1)}`;
  return toBundleSize(`import * as all from '${specifier}';\nglobalThis.all = all;`, root);
}

describe('bytes', () => {
  test.each(
    entries.flatMap((entry) =>
      entry.budget === undefined ? [] : [{ ...entry, budget: entry.budget }],
    ),
  )('$path keeps to its $budget', async (entry) => {
    const bytes = await measure(entry);
    expect(bytes).toBeLessThanOrEqual(entry.budget);
    // A budget that is far too large holds nobody to anything.
    expect(bytes).toBeGreaterThan(entry.budget * 0.6);
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
