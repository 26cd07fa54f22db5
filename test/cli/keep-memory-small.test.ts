import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';

const file = pathToFileURL(join(projectRoot, 'src/cli/keep-memory-small.ts'));

/** In MiB, what V8 has for new objects after a program made many that live for a moment. */
async function measure(before: string): Promise<number> {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { keepMemorySmall } from '${file}';
    ${before}
    let some = [];
    for (let count = 0; count < 5_000_000; count += 1) {
      some.push({ count });
      if (some.length > 20_000) some = [];
    }
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    console.log(space.space_size / 1024 / 1024);`;
  const { code, stdout, stderr } = await runNode(['--input-type=module', '--eval', program]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return Number(stdout);
}

it('keeps the memory for new objects as it is, unless somebody has chosen a size', async () => {
  const usual = await measure('');
  expect(usual).toBeGreaterThan(8);
  expect(await measure('keepMemorySmall()')).toBeLessThan(usual / 4);
  expect(await measure("keepMemorySmall(['--max-semi-space-size=64'])")).toBe(usual);
});
