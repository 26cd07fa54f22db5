import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type Listener } from '../../src/testing/index.ts';
import { installPackage } from '../package/install-package.ts';
import { openPageServer } from '../runtimes/harness/page-server.ts';
import { collectComplaints, launchChromium } from '../support/launch-chromium.ts';
import { projectRoot } from '../support/project-root.ts';

const ada = { email: 'ada@example.com', password: 'a-long-secret' };
const stack = new AsyncDisposableStack();
let browser: Browser;
let listener: Listener;
const api = createTestApi();

beforeAll(async () => {
  browser = await launchChromium();
  stack.defer(() => browser.close());
  listener = await api.listen();
  stack.defer(() => listener.close());
});
afterAll(() => stack.disposeAsync());

/** The example in a project of its own, with the package from its tarball, built by Vite. */
async function buildExample(mode: string): Promise<string> {
  const { project } = stack.use(await installPackage());
  for (const name of ['react', 'react-dom', 'scheduler']) {
    await symlink(join(projectRoot, 'node_modules', name), join(project, 'node_modules', name));
  }
  const root = join(project, 'page');
  // Its settings for the compiler are for this checkout.
  const filter = (path: string) => !path.endsWith('tsconfig.json');
  await cp(join(projectRoot, 'examples/react'), root, { recursive: true, filter });
  process.env.VITE_API_URL = listener.url;
  process.env.NODE_ENV = mode;
  await build({ root, mode, configFile: false, logLevel: 'error' });
  return join(root, 'dist');
}

// In development React begins every effect twice, and ends the first one at once.
describe.each(['production', 'development'])('the React page, built for %s', (mode) => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    const server = stack.use(await openPageServer(await buildExample(mode)));
    api.reset();
    const { users } = api.seed({ users: [ada] });
    const { prompts } = api.seed({
      prompts: [
        { ownerId: users[0]._id, title: 'Rainbows' },
        { ownerId: users[0]._id, title: 'Engines' },
      ],
    });
    api.seed({ logs: [{ promptId: prompts[0]._id, output: 'Sunlight.', score: 7 }] });

    page = await browser.newPage();
    complaints = collectComplaints(page);
    await page.goto(server.url);
    page.setDefaultTimeout(15_000);
  });
  afterAll(() => page.close());

  it('logs a user in, once the password is right', async () => {
    await page.getByLabel('Email').fill(ada.email);
    await page.getByLabel('Password').fill('not-the-password');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').getByText('Incorrect email or password.').waitFor();

    // What was typed is still there, but for the password.
    await page.getByLabel('Password').fill(ada.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: '1 log', exact: true }).waitFor();
    await page.getByText('Sunlight. (gpt-4o, 7)').waitFor();
  });

  it('saves a log once, though the answer to it is lost', async () => {
    api.fail({ on: 'createLog', with: 'cut-off' });
    await page.getByLabel('What gpt-4o answered').fill('Raindrops.');
    await page.getByRole('button', { name: 'Save the log' }).click();
    await page.getByRole('heading', { name: '2 logs', exact: true }).waitFor();
    await page.getByText('Raindrops. (gpt-4o, no score)').waitFor();
    expect(api.logs.map(({ output }) => output)).toEqual(['Sunlight.', 'Raindrops.']);
  });

  it('keeps what was typed where a log could not be saved, and says what was left behind', async () => {
    const field = page.getByLabel('What gpt-4o answered');
    const save = page.getByRole('button', { name: 'Save the log' });
    const body = { error: 'The output is too short' };
    api.fail({ on: 'createLog', with: { status: 400, body } });
    await field.fill('Mist.');
    await save.click();
    await page.getByRole('alert').getByText(body.error).waitFor();
    expect(await field.inputValue()).toBe('Mist.');

    // Nobody can say whether it was saved: the client may not look.
    api.fail({ on: 'createLog', with: { status: 500 } });
    api.fail({ on: 'getLogsByPrompt', with: { status: 403 } });
    await save.click();
    await page.getByRole('alert').getByText('Look whether it was done').waitFor();
    expect(await field.inputValue()).toBe('Mist.');
  });

  it('asks for a login where the token is refused', async () => {
    api.fail({ on: 'createLog', with: { status: 401 } });
    await page.getByRole('button', { name: 'Save the log' }).click();
    await page.getByRole('link', { name: 'Load the page again to log in.' }).waitFor();
    expect(api.logs).toHaveLength(2);
  });

  it('shows another prompt, and gives up what was asked of the one before', async () => {
    const givenUp = page.waitForEvent('requestfailed');
    api.fail({ on: 'getLogsByPrompt', times: 2, with: 'hang' });
    await page.getByLabel('Prompt').selectOption('Engines');
    await page.getByText('Loading the logs…').waitFor();
    api.clearFaults();
    await page.getByLabel('Prompt').selectOption('Rainbows');
    expect((await givenUp).failure()?.errorText).toBe('net::ERR_ABORTED');
    await page.getByRole('heading', { name: '2 logs', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it('makes nobody complain, neither React nor the policy of the page', () => {
    expect(complaints).toEqual([]);
  });
});
