import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createTestApi, type Listener, type TestApi } from 'promptcrafter-client/testing';
import { build, preview } from 'vite';
import { collectComplaints, launchChromium } from '../../../test/support/launch-chromium.ts';
import { createTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { demoUser, seedDemo } from '../demo/seed-demo.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** When the demo's last log was made. Fixed: by which day a week begins, its averages differ. */
const seededAt = Date.UTC(2026, 10, 20, 12);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The built page in a browser, and the API that it talks to, at another origin. */
export interface Dashboard {
  readonly api: TestApi;
  readonly url: string;
  /** Lets time pass for the API, so that tokens expire. */
  advance(milliseconds: number): void;
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  /** A page of its own, with the login form in it. */
  open(options?: BrowserContextOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** What went wrong in the page that nobody caught, and what its policy had to refuse. */
  readonly complaints: string[];
}

export async function openDashboard(): Promise<Dashboard> {
  const browser = await launchChromium();
  let passed = 0;
  const api = createTestApi({ now: () => Date.now() + passed });
  seedDemo(api, seededAt);
  let listener: Listener = await api.listen();
  const { port } = listener;

  process.env.VITE_API_URL = listener.url;
  const folder = await createTemporaryFolder();
  const output = { outDir: folder.path, emptyOutDir: true };
  await build({ root, logLevel: 'error', build: output });
  const server = await preview({ root, build: output, preview: { port: 0 } });

  return {
    api,
    url: server.resolvedUrls?.local[0] ?? '',
    advance(milliseconds) {
      passed += milliseconds;
    },
    stopApi: () => listener.close(),
    async startApi() {
      listener = await api.listen({ port });
    },
    open: (options) => openPage(browser, `${server.resolvedUrls?.local[0]}`, options),
    async close() {
      await browser.close();
      await server.close();
      await listener.close();
      await folder[Symbol.asyncDispose]();
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

export async function logIn(
  page: Page,
  { email, password }: { email: string; password: string } = demoUser,
): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}
