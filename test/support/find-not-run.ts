import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { browserSource, findBrowser } from './find-browser.ts';
import { findPostgres, postgresSource } from './postgres/find-postgres.ts';
import { projectRoot } from './project-root.ts';

/** Tests that this machine cannot run. */
export interface NotRun {
  /** The file or the folder that they are in. */
  readonly tests: string;
  /** What they need, and how it is had. */
  readonly reason: string;
}

/** The tests to leave out. CI leaves out none: what it lacks makes them fail. */
export function findNotRun(): readonly NotRun[] {
  if (process.env.CI === 'true') return [];
  const noChromium = findBrowser('chromium')
    ? []
    : [`Chromium is missing (${browserSource.chromium})`];
  const oldVitest = 'test/evals/vitest';
  const noOldVitest = existsSync(join(projectRoot, oldVitest, 'vitest-4/node_modules'))
    ? []
    : [`vitest 4 is missing (npm --prefix ${oldVitest}/vitest-4 ci)`];
  const jest = 'test/package/realms/jest';
  const noJest = existsSync(join(projectRoot, jest, 'node_modules'))
    ? []
    : [`Jest is missing (npm --prefix ${jest} ci)`];
  const noPostgres = findPostgres() ? [] : [`PostgreSQL is missing (${postgresSource})`];
  const shells = ['zsh', 'fish'].map((shell) => ({
    tests: `test/cli/completion/${shell}.test.ts`,
    reasons: hasProgram(shell) ? [] : [`${shell} is missing (apt-get install ${shell})`],
  }));
  return [
    ...shells,
    { tests: 'test/postgres', reasons: noPostgres },
    { tests: 'test/package/jest.test.ts', reasons: noJest },
    { tests: 'test/examples/react.test.ts', reasons: noChromium },
    { tests: 'test/evals/report/page.test.ts', reasons: noChromium },
    { tests: oldVitest, reasons: noOldVitest },
    { tests: 'test/serve/page', reasons: noChromium },
  ]
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ tests, reasons }) => ({ tests, reason: reasons.join(', ') }));
}

const hasProgram = (name: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
