// A real browser in front of a real server process. All tests of a worker share its browser and its
// servers; each test creates its own accounts.
import { randomUUID } from 'node:crypto';
import { test as base, expect, type Page, type Route } from '@playwright/test';
import { browser } from './browser.ts';
import { type Site, startDeployedSite, startSite } from './server.ts';

interface Sites {
  plain: Site;
  deployed: Site;
}

interface Fixtures {
  /** The server that the test uses. An option of the test, because another worker would start another browser. */
  site: Site;
  mailTo: Site['mailTo'];
  /** Errors in the browser's console that a test provokes. */
  expectedErrors: RegExp | undefined;
  /** Fails the test if the page logs an error or a script throws. */
  noErrors: undefined;
  /** Keeps the interception of `page`'s requests on. */
  interception: undefined;
}

export const test = base.extend<Fixtures, Sites>({
  launchOptions: [({}, use) => use(browser()), { scope: 'worker' }],
  plain: [
    async ({}, use) => {
      await using site = await startSite();
      await use(site);
    },
    { scope: 'worker' },
  ],
  deployed: [
    async ({}, use) => {
      await using site = await startDeployedSite();
      await use(site);
    },
    { scope: 'worker' },
  ],
  site: ({ plain }, use) => use(plain),
  mailTo: ({ site }, use) => use(site.mailTo),
  baseURL: ({ site }, use) => use(site.url),
  expectedErrors: [undefined, { option: true }],
  noErrors: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        const expected = expectedErrors?.test(message.text()) ?? false;
        if (message.type() === 'error' && !expected) errors.push(message.text());
      });
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
  interception: [
    async ({ page, serviceWorkers }, use) => {
      // `unroute` of the last handler would switch it off: handlers that still run fail then, and a
      // request that is under way can hang. It switches off the HTTP cache, which the worker's tests need.
      if (serviceWorkers === 'block') await page.route(/^none:/, (route) => route.continue());
      await use(undefined);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';

// Elements of the page.
export const newTask = (page: Page) => page.getByLabel('New task');
export const message = (page: Page) => page.getByLabel('Messages');
export const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Main' });
export const button = (page: Page, name: string) => page.getByRole('button', { name });
export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** The button with the name of the person, and its menu. */
export const personMenu = (page: Page) => page.getByRole('banner').locator('[aria-haspopup=menu]');

async function choose(page: Page, name: string): Promise<void> {
  await personMenu(page).click();
  await page.getByRole('menuitem', { name }).click();
}

export const openAccount = (page: Page) => choose(page, 'Your account');
export const signOut = (page: Page) => choose(page, 'Sign out');

export interface Account {
  email: string;
  password: string;
}

/** The email and password of an account that does not exist yet. */
export const newAccount = (): Account => ({
  email: `${randomUUID()}@example.com`,
  password: randomUUID(),
});

/** Signs a new person up without the form, and opens their tasks. */
export async function signUp(page: Page, name: string): Promise<Account> {
  const account = newAccount();
  await page.request.post('/api/auth/sign-up/email', { data: { name, ...account } });
  await page.goto('/');
  await expect(newTask(page)).toBeVisible();
  return account;
}

/** Fills in and submits the sign-up form. */
export async function fillSignUpForm(page: Page, name: string, account: Account): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
}

/** Fills in and submits the sign-in form. */
export async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** For `page.route`: answers a tRPC call with this error. */
export const refuse = (code: string, status: number) => (route: Route) =>
  route.fulfill({
    status,
    json: { error: { code: -32603, message: '', data: { code, httpStatus: status } } },
  });

/** A command of the page, in a `sync.push`. */
export interface Call {
  name: string;
  input: { id?: string; operationId: string; title?: string; ids?: string[] };
}

/**
 * Intercepts the commands of this name, one at a time.
 *
 * @param refusal returns the `data` of a refusal, or undefined to let the command through.
 */
export async function interceptCalls(
  page: Page,
  name: string,
  refusal: (call: Call) => Promise<object | undefined> | object | undefined,
): Promise<void> {
  await page.route('**/trpc/sync.push', async (route) => {
    const { calls }: { calls: Call[] } = route.request().postDataJSON();
    const [first] = calls;
    const at = calls.findIndex((call) => call.name === name);
    if (!first || at === -1) return route.fallback();
    const data = at === 0 ? await refusal(first) : undefined;
    if (data) {
      const answers = [{ error: { message: '', data } }];
      return route.fulfill({ json: { result: { data: { answers } } } });
    }
    // What has no answer was not begun: the page sends the rest again.
    const postData = JSON.stringify({ calls: calls.slice(0, Math.max(at, 1)) });
    return route.fulfill({ response: await route.fetch({ postData }) });
  });
}

export const badRequest = { code: 'BAD_REQUEST', httpStatus: 400 };
export const internalError = { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 };
