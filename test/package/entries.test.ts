import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entries, toExports } from '../../scripts/entries.ts';
import { projectRoot } from '../support/project-root.ts';

const read = async (file: string) => JSON.parse(await readFile(join(projectRoot, file), 'utf8'));

/** The entries that users import by a path of their own, from modules and from CommonJS. */
const typed = entries.filter(({ path, formats }) => path !== undefined && formats.includes('esm'));

it('are what package.json exports', async () => {
  const { exports } = await read('package.json');
  const expected = entries.flatMap((entry) => (entry.path ? [[entry.path, toExports(entry)]] : []));
  expect(Object.entries(exports)).toEqual([...expected, ['./package.json', './package.json']]);
});

it('are found where modules are resolved as in Node 10', async () => {
  const { typesVersions } = await read('package.json');
  const expected = typed.flatMap(({ path, output }) =>
    path && path !== '.' ? [[path.slice(2), [`./dist/${output}.d.ts`]]] : [],
  );
  expect(typesVersions).toEqual({ '*': Object.fromEntries(expected) });
});

it('have peers that are optional', async () => {
  const { peerDependencies, peerDependenciesMeta } = await read('package.json');
  const peers = [...new Set(entries.flatMap((entry) => entry.peers))].sort();
  expect(Object.keys(peerDependencies).sort()).toEqual(peers);
  expect(peerDependenciesMeta).toEqual(
    Object.fromEntries(peers.map((peer) => [peer, { optional: true }])),
  );
});

it('are pages of the site', async () => {
  const { entryPoints } = await read('typedoc.json');
  expect(entryPoints).toEqual(typed.map(({ source }) => source));
});

it('are what the tests and examples of the project import by name', async () => {
  const { compilerOptions } = await read('tsconfig.json');
  expect(compilerOptions.paths).toEqual(
    Object.fromEntries(
      typed.map(({ path, source }) => [`promptcrafter-client${path?.slice(1)}`, [`./${source}`]]),
    ),
  );
});

it('import nothing that a layer rule does not know', async () => {
  const rules = await readFile(join(projectRoot, '.dependency-cruiser.cjs'), 'utf8');
  for (const { source } of entries) {
    const [, folder = ''] = /^src\/(?:([\w-]+)\/|[\w-]+\.ts)/.exec(source) ?? [];
    if (folder !== '') expect(rules).toContain(`'${folder}'`);
  }
});
