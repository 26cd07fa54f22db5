import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type BrowserName = 'chromium' | 'firefox';

/** What a browser's program may be called; the first that is there is taken. */
const programs: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  firefox: ['firefox-esr', 'firefox'],
};

/** How a browser is had where there is none. */
export const browserSource: Readonly<Record<BrowserName, string>> = {
  chromium: 'apt-get install chromium',
  firefox: 'apt-get install firefox-esr',
};

/** The path of a browser on this machine, if it has one. */
export function findBrowser(name: BrowserName): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const program of programs[name]) {
    const path = folders.map((folder) => join(folder, program)).find(isExecutable);
    if (path) return path;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
