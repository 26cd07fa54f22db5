import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { readGuide, renewGuide } from './guide.ts';
import { findRuntimes, runtimes } from './harness/runtimes.ts';
import { type Matrix, runMatrix } from './matrix.ts';
import { renderMissing, renderResults } from './table.ts';

const found = await findRuntimes();
const builds = found
  .filter(({ command }) => command !== undefined)
  .flatMap(({ runtime }) =>
    Object.keys(runtime.builds).map((build) => [runtime.name, build] as const),
  );

let matrix: Matrix;

beforeAll(async () => {
  matrix = await runMatrix();
  console.log(renderResults(matrix));
}, 600_000);

it.each(builds)('every case ends as expected in %s, %s', (name, build) => {
  const run = matrix.runs.find((run) => run.runtime === name && run.build === build);
  expect(run?.failures).toEqual([]);
});

it('every runtime is here in CI; elsewhere those that are not are named', ({ task }) => {
  const missing = renderMissing(found.filter(({ command }) => command === undefined));
  task.meta.notRun = missing;
  if (process.env.CI === 'true') expect(missing).toEqual([]);
});

it('each Node is the one that it is called', () => {
  const versions = found.map(({ runtime, version }) => [runtime.name, version] as const);
  for (const [name, version] of versions) {
    const major = /^Node (\d+)$/.exec(name)?.[1];
    if (major && version) expect(version).toMatch(new RegExp(`^v${major}\\.`));
  }
  expect(versions).toHaveLength(runtimes.length);
});

it('scripts run on the Node that package.json names, though others are installed', async () => {
  const { devDependencies } = JSON.parse(
    await readFile(join(projectRoot, 'package.json'), 'utf8'),
  ) as { devDependencies: { node: string } };
  const [major] = /\d+/.exec(devDependencies.node) ?? [];
  // Whoever adds another one to an installed project may need `npm rebuild node`.
  expect(process.versions.node).toMatch(new RegExp(`^${major}\\.`));
});

it('the guide shows every case', async () => {
  // `npm run runtimes -- --write` writes it.
  expect(await readGuide()).toBe(await renewGuide());
});
