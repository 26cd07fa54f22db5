import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logIn, type OpenedPage, type ServedPage, servePage } from './open-page.ts';

let served: ServedPage;
let opened: OpenedPage;
let page: Page;

beforeAll(async () => {
  served = await servePage();
});
afterAll(() => served?.close());
beforeEach(async () => {
  opened = await served.open();
  page = opened.page;
});
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await opened[Symbol.asyncDispose]();
});

const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const alert = () => page.getByRole('alert');
const list = () => page.getByRole('navigation', { name: 'Prompts' });
const logs = () => page.getByRole('region', { name: 'Logs', exact: true });
const openPrompt = (title: string) => list().getByRole('link', { name: title }).click();
const logInAsUser = () => logIn(page, served.user);

describe('the login', () => {
  it('says that a password is wrong, and lets in with the right one', async () => {
    await logIn(page, { ...served.user, password: 'not-the-password' });
    await alert().getByText('Email and password do not match').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(served.user.email);

    await logInAsUser();
    await heading('All prompts').waitFor();
  });

  it('lasts over a reload, in this tab alone, until Log out', async () => {
    await logInAsUser();
    await openPrompt('SQL from a question');
    await page.reload();
    await heading('SQL from a question').waitFor();
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
    const other = await page.context().newPage();
    await other.goto(served.url);
    await other.getByLabel('Password').waitFor();

    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Password').waitFor();
    expect(new URL(page.url()).hash).toBe('#/');
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  it('is asked for again when the token is refused, and leads back', async () => {
    await logInAsUser();
    await heading('Scores over time').waitFor();
    await page.evaluate(() => {
      const kept = { email: 'ada@example.com', token: 'expired' };
      sessionStorage.setItem('promptcrafter-login', JSON.stringify(kept));
    });
    await page.goto(`${served.url}#/prompts/prompt107`);
    await page.reload();
    await page.getByText('Your session has expired').waitFor();

    await logInAsUser();
    await heading('Minutes in five lines').waitFor();
  });
});

describe('the sign-up', () => {
  const signUp = async (email: string, password: string) => {
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByLabel('Name').fill('Grace');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign up' }).click();
  };

  it('lets a new user in at once, who has nothing yet', async () => {
    await signUp('grace@example.com', 'nothing-yet-26');
    await list().getByText('You have no prompts yet').waitFor();
    await page.getByText('No logs yet').waitFor();
  });

  it('says what is wrong with an account', async () => {
    await signUp(served.user.email, 'nothing-yet-26');
    await alert().getByText('This email has an account already').waitFor();
    await page.getByLabel('Password').fill('short');
    await page.getByLabel('Email').fill('new@example.com');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await alert().getByText('password').waitFor();
  });
});

describe('the list of prompts', () => {
  it('holds what a search finds', async () => {
    await logInAsUser();
    await list().getByText('9 prompts').waitFor();
    await page.getByLabel('Search prompts').fill('engineering');
    await list().getByText('2 prompts found').waitFor();
    expect(await list().getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Release notes from commits'),
      expect.stringContaining('SQL from a question'),
    ]);
  });

  it('gives up a search that is typed over', async () => {
    await logInAsUser();
    await page.route(/q=rainbow/, () => {});
    const givenUp = page.waitForEvent('requestfailed', (request) =>
      request.url().endsWith('q=rainbow'),
    );
    const sent = page.waitForRequest(/q=rainbow/);
    await page.getByLabel('Search prompts').fill('rainbow');
    await sent;
    await page.getByLabel('Search prompts').fill('sql');
    await givenUp;
    await list().getByText('1 prompt found').waitFor();
    expect(await list().getByRole('listitem').textContent()).toContain('SQL from a question');
  });

  it('says that nothing is found, and how to go on', async () => {
    await logInAsUser();
    await page.getByLabel('Search prompts').fill('zebra');
    await list().getByText('No prompt matches “zebra”').waitFor();
    await page.getByRole('button', { name: 'Show all prompts' }).click();
    await list().getByText('9 prompts').waitFor();
  });
});

describe('a prompt', () => {
  it('shows its scores as drawings and as tables', async () => {
    await logInAsUser();
    await openPrompt('Rainbow for a five-year-old');
    await heading('Rainbow for a five-year-old').waitFor();

    const overTime = page.getByRole('img', { name: /^Chart of the average score by week/ });
    await overTime.waitFor();
    expect(await overTime.getAttribute('aria-label')).toMatch(/claude-sonnet-4 from \d\.\d to \d/);
    expect(await overTime.locator('polyline').count()).toBe(2);
    const models = page.getByRole('table', { name: 'Scores by model' });
    expect((await models.getByRole('rowheader').allTextContents()).sort()).toEqual([
      'claude-sonnet-4',
      'gpt-4o',
    ]);
    await page.getByText('Show as a table').click();
    const weeks = page.getByRole('table', { name: 'Average score by week and model' });
    expect(await weeks.getByRole('row').count()).toBeGreaterThan(8);
  });

  it('shows its logs in pages, the newest first, and those that are asked for', async () => {
    await logInAsUser();
    await openPrompt('Rainbow for a five-year-old');
    await logs().getByText('1–20 of 52 logs').waitFor();
    const dates = await logs()
      .locator('time')
      .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
    expect(dates).toEqual(dates.toSorted().reverse());
    await logs().getByRole('button', { name: 'Older' }).click();
    await logs().getByText('21–40 of 52 logs').waitFor();

    await logs().getByLabel('Model').selectOption('gpt-4o');
    await logs().getByText('1–20 of 26 logs').waitFor();
    await logs().getByLabel('Scored').selectOption('Without a score');
    await logs().getByText('No score').first().waitFor();
    expect(await logs().getByText('claude-sonnet-4').count()).toBe(1);
  });

  it('says that it has no logs yet', async () => {
    await logInAsUser();
    await openPrompt('Alternative texts for product photos');
    await page.getByText('No logs yet').waitFor();
    expect(await alert().count()).toBe(0);
  });

  it('says that there is none with this id', async () => {
    await page.goto(`${served.url}#/prompts/prompt999`);
    await logInAsUser();
    await alert().getByText('There is no such prompt').waitFor();
  });

  it('shows a log that comes in, without being asked', async () => {
    await logInAsUser();
    await openPrompt('SQL from a question');
    await page.getByText(/^Live, looked at/).waitFor();
    const output = 'select 42 as answer;';
    await served.client.createLog({ promptId: 'prompt106', output, modelUsed: 'gpt-4o' });
    await logs().getByText(output).waitFor({ timeout: 15_000 });
    await page.getByRole('status').getByText('1 new log.').waitFor();
  });
});

describe('a log', () => {
  it('opens with its whole text and its meta', async () => {
    const output = `Begin. ${'x '.repeat(3_000)}End.`;
    await served.client.createLog({
      promptId: 'prompt108',
      output,
      modelUsed: 'gpt-4o',
      notes: 'A long one.',
      meta: { run: 'night', ms: 840 },
    });
    await logInAsUser();
    await page.goto(`${served.url}#/prompts/prompt108`);
    await logs().getByRole('button', { name: 'Open' }).first().click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByText('Begin.').textContent()).toBe(output);
    await dialog.getByText('A long one.').waitFor();
    expect(await dialog.locator('dl').textContent()).toBe('ms840runnight');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const focused = page.locator(':focus');
    expect(await focused.textContent()).toBe('Open');
  });

  it('is given a score by hand, and another one, and counts once', async () => {
    const output = 'Decided: we ship.';
    await served.client.createLog({ promptId: 'prompt107', output, modelUsed: 'gpt-4o' });
    await logInAsUser();
    await openPrompt('Minutes in five lines');
    const first = logs().getByRole('listitem').filter({ hasText: output });
    for (const [score, reason] of [
      ['4', ''],
      ['9', 'Right after all.'],
    ] as const) {
      await first.getByRole('button', { name: 'Score', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Score').fill(score);
      await dialog.getByLabel('Reason').fill(reason);
      await dialog.getByRole('button', { name: 'Save score' }).click();
      await dialog.waitFor({ state: 'detached' });
      await first.getByText(`Score ${score}`).waitFor();
      expect(await page.locator(':focus').textContent()).toBe('Score');
    }
    await logs().getByText('1–20 of 21 logs').waitFor();
    const stored = (await served.client.getLogsByPrompt('prompt107')).filter(
      (log) => log.output === output,
    );
    expect(stored).toMatchObject([
      { score: 9, meta: { scorer: served.user.email, reason: 'Right after all.' } },
    ]);
  });

  it('takes no score that is not on the scale', async () => {
    await logInAsUser();
    await logs().getByRole('button', { name: 'Score', exact: true }).first().click();
    const field = page.getByRole('dialog').getByLabel('Score');
    await field.fill('11');
    await page.getByRole('button', { name: 'Save score' }).click();
    expect(await field.evaluate((input) => (input as HTMLInputElement).validity.valid)).toBe(false);
    await page.getByRole('dialog').waitFor();
  });
});

describe('Compare', () => {
  it('says of two prompts which is better, and how sure that is, case by case', async () => {
    await logInAsUser();
    await list().getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel(/^A,/).selectOption('prompt102');
    await page.getByLabel(/^B,/).selectOption('prompt103');
    await page.getByRole('button', { name: 'Compare' }).click();

    await page.getByRole('heading', { name: 'B is better' }).waitFor();
    await page.getByText(/^\+3\.2 points, 95 % interval \+2\.7 to \+3\.8$/).waitFor();
    await page.getByText('10 cases, the one in which B lost most first.').waitFor();
    await page.getByText('ticket-10').click();
    await page
      .getByText('The customer forgot the password')
      .or(page.getByText('may be related'))
      .waitFor();
    // The address leads back to it.
    await page.reload();
    await page.getByRole('heading', { name: 'B is better' }).waitFor();
  });

  it('says of two runs of a prompt, too', async () => {
    await logInAsUser();
    await page.goto(`${served.url}#/compare?a=prompt102%2Ftickets-october`);
    await expect
      .poll(() => page.getByLabel(/^A,/).inputValue(), { timeout: 20_000 })
      .toBe('prompt102/tickets-october');
    await page.getByLabel(/^B,/).selectOption('prompt102/tickets-november');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: /^B is (better|worse|same|inconclusive)$/ }).waitFor();
    await page
      .getByText(/95 % interval/)
      .first()
      .waitFor();
    await heading('A: Support ticket, summed up, run tickets-october').waitFor();
  });

  it('asks for two that differ', async () => {
    await logInAsUser();
    await page.goto(`${served.url}#/compare?a=prompt102&b=prompt102`);
    await alert().getByText('Choose two that differ').waitFor();
  });
});

describe('trouble', () => {
  it('of the API leads to what can be done, and ends with it', async () => {
    await logInAsUser();
    await heading('Scores over time').waitFor();
    await page.route(/prompts\/prompt106/, (route) => route.abort());
    await openPrompt('SQL from a question');
    await alert().getByText('The API cannot be reached').waitFor();

    await page.unroute(/prompts\/prompt106/);
    await alert().getByRole('button', { name: 'Try again' }).click();
    await heading('SQL from a question').waitFor();
  });

  it('is told while it is tried again, and a call can be given up', async () => {
    await logInAsUser();
    await heading('Scores over time').waitFor();
    let answers = 0;
    await page.route(/prompts\/prompt106/, (route) => {
      answers += 1;
      if (answers === 1) return route.fulfill({ status: 503, json: { error: 'Down.' } });
    });
    await openPrompt('SQL from a question');
    await page.getByText('The API has a problem. Trying again, attempt 2.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Loading the prompt: cancelled').waitFor();
  });

  it('while logs are looked for leaves what is there, and says so', async () => {
    await logInAsUser();
    await openPrompt('SQL from a question');
    await page.getByText(/^Live, looked at/).waitFor();
    await page.route(/\/logs/, (route) => route.fulfill({ status: 500, json: {} }));
    await page.getByText('Not up to date. The API has a problem.').waitFor({ timeout: 40_000 });
    expect(await logs().getByRole('listitem').count()).toBeGreaterThan(10);

    await page.unroute(/\/logs/);
    await page.getByText(/^Live, looked at/).waitFor({ timeout: 20_000 });
  });

  it('at the login is told there', async () => {
    await page.route(/auth\/login/, (route) => route.fulfill({ status: 503, json: {} }));
    await logInAsUser();
    await alert().getByText('The API has a problem').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(served.user.email);
  });
});

describe('what others have stored', () => {
  it('is text, whatever it looks like, and does not break the page', async () => {
    const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    const wild = `javascript:alert(1) \u202e\u0000 ${'Z\u0351\u034b'.repeat(200)} ${'w'.repeat(2_000)}`;
    const prompt = await served.client.createPrompt({
      title: evil.slice(0, 100),
      content: `${evil}${wild}`,
      model: evil,
      tags: [evil],
    });
    await served.client.createLog({
      promptId: prompt._id,
      output: `${evil}${wild}`,
      modelUsed: evil,
      notes: evil,
      score: 3,
      meta: { run: `\ud800${evil}`, case: evil, [evil]: { __proto__: null, evil } },
    });
    await logInAsUser();
    await page.goto(`${served.url}#/prompts/${prompt._id}`);
    await logs().getByRole('button', { name: 'Open' }).click();
    await page.getByRole('dialog').getByText(evil).first().waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${served.url}#/compare?a=${prompt._id}&b=prompt103`);
    await page.getByRole('heading', { name: /^B is/ }).waitFor();

    expect(
      await page.evaluate(() => document.querySelectorAll('#page img, #page script').length),
    ).toBe(0);
    expect(await page.title()).toBe('PromptCrafter');
    await served.client.deletePrompt(prompt._id);
  });
});
