import { configDefaults, defineConfig } from 'vitest/config';
import { findNotRun } from './test/support/find-not-run.ts';

/** Browsers that start would take the machine from tests that count on it. */
const browsers = [
  'test/runtimes/runtimes.test.ts',
  'test/examples/react.test.ts',
  'test/evals/report/page.test.ts',
  'test/serve/page/**/*.test.ts',
];
const notRun = findNotRun().flatMap(({ tests }) => [tests, `${tests}/**`]);

export default defineConfig({
  test: {
    // Some tests run other programs (npm, tsc, scripts in Node) and wait for them.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many tests wait for sockets and other programs: a core that vitest would keep free is of use.
    maxWorkers: '100%',
    setupFiles: ['./test/support/load-ky.ts'],
    reporters: ['default', './test/support/not-run-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'main',
          include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...browsers, ...notRun],
        },
      },
      {
        extends: true,
        test: {
          name: 'browsers',
          include: browsers,
          exclude: [...configDefaults.exclude, ...notRun],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
