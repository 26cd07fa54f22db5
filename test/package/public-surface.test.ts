import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { describeSurface } from './describe-surface.ts';

interface Condition {
  readonly types: string;
}

const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
  name: string;
  exports: Record<string, { import: Condition; require: Condition } | string>;
  dependencies?: Record<string, string>;
};

const folder = 'test/package/public-surface';
const kept = await readdir(join(projectRoot, folder));

/** The public entries with types of their own: `promptcrafter-client`, `promptcrafter-client/testing`. */
const entries = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string' || path.endsWith('.js')
    ? []
    : [{ entry: manifest.name + path.slice(1), ...target }],
);

const toFile = (entry: string) => `${entry.replaceAll('/', '-')}.md`;

const advice =
  'If that is meant, run `npm test -- test/package/public-surface -u` and review the diff.';

it('is kept for every public entry', () => {
  expect(kept.sort(), `The public entries have changed. ${advice}`).toEqual(
    entries.map(({ entry }) => toFile(entry)).sort(),
  );
});

describe.each(entries)('the public surface of $entry', ({ entry, ...conditions }) => {
  const surface = describeSurface(join(projectRoot, conditions.import.types));

  it('is the one that was reviewed', async () => {
    const title = `# The public surface of \`${entry}\``;
    const report = [title, '', '```ts', surface.declarations, '```', ''].join('\n');
    await expect(report, `The public surface has changed. ${advice}`).toMatchFileSnapshot(
      join(projectRoot, folder, toFile(entry)),
    );
  });

  it('has the same names in CommonJS', () => {
    const { names } = describeSurface(join(projectRoot, conditions.require.types));
    expect(names).toEqual(surface.names);
  });
});

it('needs no package when it runs', () => {
  expect(Object.keys(manifest.dependencies ?? {})).toEqual([]);
});
