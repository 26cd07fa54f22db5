import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sdk from '../../src/index.ts';
import { type InstalledPackage, installPackage } from '../package/install-package.ts';

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => installed[Symbol.asyncDispose]());

/** What bundlers and frameworks look for, from Next.js and its edge to a Worker. */
const conditions = [
  [],
  ['react-server'],
  ['edge-light'],
  ['edge-light', 'react-server', 'worker'],
  ['edge'],
  ['worker'],
  ['workerd', 'worker', 'browser'],
  ['browser'],
  ['browser', 'development'],
  ['browser', 'production'],
  ['node'],
  ['node', 'module-sync'],
  ['deno'],
  ['bun'],
];

/** Where a program's import of the package leads, and what it finds there. */
async function resolve(contents: string, conditions: readonly string[]) {
  const project = await realpath(installed.project);
  const { metafile } = await build({
    stdin: { contents, resolveDir: project },
    absWorkingDir: project,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    outfile: 'bundle.js',
    platform: 'neutral',
    mainFields: [],
    conditions: [...conditions],
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'));
  const root = join(project, 'node_modules/promptcrafter-client');
  return {
    files: inputs.map((path) => relative(root, join(project, path))),
    exports: metafile.outputs['bundle.js']?.exports,
  };
}

describe.each(conditions.map((names) => [names.join(', ') || 'none', names] as const))(
  'with the conditions %s',
  (_title, names) => {
    it('an import finds every export in the ESM build', async () => {
      const found = await resolve("export * from 'promptcrafter-client';", names);
      expect(found.files).toEqual(['dist/index.js']);
      const classes = Object.keys(sdk).filter((name) => name !== 'default');
      expect(found.exports?.toSorted()).toEqual(classes.toSorted());
    });

    it('a require finds the CommonJS build', async () => {
      const found = await resolve("export default require('promptcrafter-client');", names);
      expect(found.files).toEqual(['dist/index.cjs']);
    });

    it('an import finds the single file', async () => {
      const found = await resolve(
        "export { default } from 'promptcrafter-client/promptcrafter-client.js';",
        names,
      );
      expect(found.files).toEqual(['dist/promptcrafter-client.js']);
    });
  },
);
