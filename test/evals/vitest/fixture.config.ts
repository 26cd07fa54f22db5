import { defineConfig } from 'vitest/config';

/** Runs what `matchers.test.ts` looks at; its tests are meant to fail, to pass and to be skipped. */
export default defineConfig({
  test: { include: ['gates.fixture.ts'], root: import.meta.dirname, reporters: ['json'] },
});
