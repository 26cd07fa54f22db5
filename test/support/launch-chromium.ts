import { type Browser, chromium, type Page } from 'playwright-core';
import { browserSource, findBrowser } from './find-browser.ts';

/** Starts the Chromium of this machine, without what it would ask the internet for. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findBrowser('chromium');
  if (!executablePath) {
    throw new Error(
      `Failed to open a page: Chromium is missing. Install it, for instance with ${browserSource.chromium}.`,
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  });
}

/** Collects what goes wrong in a page that nobody catches, from here on. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // The browser itself writes a line for every answer that is an error.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return complaints;
}
