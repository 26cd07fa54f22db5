import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { type InstalledPackage, installPackage } from './install-package.ts';

const folder = join(projectRoot, 'test/package/realms/jest');
const inFolder = (file: string) => join(folder, file);

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
  await copyFile(inFolder('realm.case.cjs'), join(installed.project, 'realm.case.cjs'));
});
afterAll(() => installed[Symbol.asyncDispose]());

it.each([
  ['Node', 'jest-environment-node', 7],
  ['jsdom', 'jest-environment-jsdom', 3],
  ['jsdom with classes of Node', inFolder('jsdom-with-fetch.cjs'), 7],
])('runs in Jest in the environment %s', { timeout: 180_000 }, async (_, name, passed) => {
  const config = join(installed.project, 'jest.config.json');
  const testEnvironment = name.startsWith('jest') ? inFolder(`node_modules/${name}`) : name;
  await writeFile(config, JSON.stringify({ testMatch: ['**/*.case.cjs'], testEnvironment }));
  const jest = inFolder('node_modules/jest/bin/jest.js');
  const args = ['--config', config, '--runInBand', '--forceExit', '--no-cache'];
  const { code, stderr } = await runNode([jest, ...args], { cwd: installed.project });
  expect(stripVTControlCharacters(stderr)).toContain(` ${passed} passed`);
  expect(code).toBe(0);
});
