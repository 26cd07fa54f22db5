import type { Reporter, TestModule } from 'vitest/node';
import { findNotRun } from './find-not-run.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What a test could not run on this machine. */
    notRun?: readonly string[];
  }
}

/** Says in the last lines what was not run, so that green is not taken for all. */
export default class NotRunReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        for (const line of test.meta().notRun ?? []) console.log(line);
      }
    }
    for (const { tests, reason } of findNotRun()) console.log(`Not run: ${tests}. ${reason}.`);
  }
}
