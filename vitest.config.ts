import { configDefaults, defineConfig } from 'vitest/config';
import { findNotRun } from './test/support/find-not-run.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...findNotRun().map(({ tests }) => `${tests}/**`)],
    globalSetup: 'test/support/report-not-run.ts',
    // Some tests run other programs (npm, tsc, scripts in Node) and wait for them.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/runtimes/not-run-reporter.ts'],
  },
});
