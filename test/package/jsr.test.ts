import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { entries } from '../../scripts/entries.ts';
import { projectRoot } from '../support/project-root.ts';
import { runCommand } from '../support/run-command.ts';

const read = (file: string) => readFile(join(projectRoot, file), 'utf8');

/** What npm has and JSR has not, and why. */
const notOnJsr: Readonly<Record<string, string>> = {
  './promptcrafter-client.js': 'JSR takes sources, and this one is built',
  './vitest': 'JSR takes no package that adds to global types, as matchers must',
  './testing': 'a part of the server, whose packages JSR would ask everybody to load',
  './testing/msw': 'see ./testing',
  './serve': 'see ./testing',
  './mcp': 'the package of its protocol, which JSR would ask everybody to load',
  './openapi.json': 'JSR takes sources, and this one is built',
  './postman.json': 'JSR takes sources, and this one is built',
};

const jsr = JSON.parse(await read('jsr.json')) as {
  exports: Record<string, string>;
  imports: Record<string, string>;
};
let published: string[];
let dryRun: { code: unknown; stderr: string };

beforeAll(async () => {
  const deno = join(projectRoot, 'node_modules/.bin/deno');
  const args = ['publish', '--dry-run', '--allow-dirty'];
  dryRun = await runCommand(deno, args, { cwd: projectRoot, env: { NO_COLOR: '1' } });
  const files = dryRun.stderr.matchAll(/^ +file:\/\/(\S+) \(/gm);
  published = Array.from(files, ([, file = '']) => file.slice(projectRoot.length));
}, 300_000);

it('exports what npm does, as far as JSR can', () => {
  const expected = entries.flatMap(({ path, source }) =>
    path && !(path in notOnJsr) ? [[path, `./${source}`]] : [],
  );
  expect(Object.entries(jsr.exports)).toEqual(expected);
  const paths = entries.map(({ path }) => path);
  expect(Object.keys(notOnJsr).filter((path) => !paths.includes(path as './'))).toEqual([]);
});

it('asks for the versions that the package is built with', async () => {
  const { devDependencies } = JSON.parse(await read('package.json'));
  const { ky, zod, '@noble/hashes': hashes } = devDependencies;
  expect(jsr.imports).toEqual({
    '@noble/hashes/sha2.js': `npm:@noble/hashes@${hashes}/sha2.js`,
    ky: `npm:ky@${ky}`,
    'zod/mini': `npm:zod@${zod}/mini`,
  });
});

it('is accepted, with types that need no inference', () => {
  expect(dryRun).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Checking for slow types in the public API...'),
  });
  expect(dryRun.stderr).not.toMatch(/warning/);
  expect(
    published.filter((file) => /^(test|scripts|dist|src\/(api|testing|serve|cli))\//.test(file)),
  ).toEqual([]);
});

it('holds the same pages and examples as the tarball', async () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await runCommand('npm', args, { cwd: projectRoot });
  const [packed] = Object.values(JSON.parse(stdout)) as [{ files: { path: string }[] }];
  const isShared = (file: string) => !/^(dist|src)\/|^(package|jsr)\.json$/.test(file);
  const inTarball = packed.files.map(({ path }) => path).filter(isShared);
  expect(published.filter(isShared).sort()).toEqual(inTarball.sort());
});
