import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // Some tests run other programs (npm, tsc, scripts in Node) and wait for them.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/runtimes/not-run-reporter.ts'],
  },
});
