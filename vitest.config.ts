import { defineConfig } from 'vitest/config';

const runtimes = 'test/runtimes/runtimes.test.ts';

export default defineConfig({
  test: {
    // Some tests run other programs (npm, tsc, scripts in Node) and wait for them.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/runtimes/not-run-reporter.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'main', include: ['test/**/*.test.ts'], exclude: [runtimes] },
      },
      {
        extends: true,
        // Browsers that start would take the machine from tests that count on it.
        test: { name: 'runtimes', include: [runtimes], sequence: { groupOrder: 1 } },
      },
    ],
  },
});
