import { findNotRun } from './find-not-run.ts';

/** Says after everything else which tests were left out: a green run must not hide them. */
export function teardown(): void {
  for (const { tests, reason } of findNotRun()) console.log(`Not run: ${tests}. ${reason}.`);
}
