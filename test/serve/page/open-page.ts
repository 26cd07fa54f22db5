import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { PromptCrafterClient } from '../../../src/index.ts';
import { type Server, startServer } from '../../../src/serve/start-server.ts';
import { collectComplaints, launchChromium } from '../../support/launch-chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Account {
  readonly email: string;
  readonly password: string;
}

/** The page as `serve` serves it, in a browser. */
export interface ServedPage {
  /** With a slash at its end. */
  readonly url: string;
  /** The first user of the data. */
  readonly user: Account;
  /** A client of that user. */
  readonly client: PromptCrafterClient;
  /** A tab of its own, with the login form in it. */
  open(options?: BrowserContextOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** What went wrong in the page that nobody caught, and what its policy had to refuse. */
  readonly complaints: string[];
}

/** Serves the demo, or a seed. */
export async function servePage(seed?: string): Promise<ServedPage> {
  const browser = await launchChromium();
  const server: Server = await startServer({
    host: '127.0.0.1',
    port: 0,
    ...(seed === undefined ? { demo: true } : { seed }),
  });
  const { email = '', password = '' } = server.newLogins[0] ?? {};
  const url = `${server.url}/`;
  return {
    url,
    user: { email, password },
    client: new PromptCrafterClient({ baseUrl: url, token: server.token ?? '' }),
    open: (options) => openPage(browser, url, options),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ timezoneId: 'UTC', ...options });
  const page = await context.newPage();
  const complaints = collectComplaints(page);
  await page.exposeFunction('complain', (complaint: string) => complaints.push(complaint));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { complain } = window as unknown as { complain(complaint: string): void };
      complain(`${event.violatedDirective} refuses ${event.blockedURI || event.sample}`);
    });
  });
  // Scripts of the tests get in before the page's policy holds.
  await page.addInitScript({ content: axe });
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

export async function logIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}
