import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { browserSource, findBrowser } from './find-browser.ts';
import { projectRoot } from './project-root.ts';

/** Tests that this machine cannot run. */
export interface NotRun {
  /** The folder that they are in. */
  readonly tests: string;
  /** What they need, and how it is had. */
  readonly reason: string;
}

/** The tests to leave out. CI leaves out none: what it lacks makes them fail. */
export function findNotRun(): readonly NotRun[] {
  if (process.env.CI === 'true') return [];
  const dashboard = 'examples/dashboard';
  const reasons: string[] = [];
  if (!findBrowser('chromium')) reasons.push(`Chromium is missing (${browserSource.chromium})`);
  if (!existsSync(join(projectRoot, dashboard, 'node_modules'))) {
    reasons.push(`its packages are missing (npm --prefix ${dashboard} ci)`);
  }
  return reasons.length > 0 ? [{ tests: `${dashboard}/test`, reason: reasons.join(', ') }] : [];
}
