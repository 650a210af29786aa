// A real browser in front of the real process. All tests of a worker share its browser and its
// servers, whichever of them they need: each test makes its own people.
import { randomUUID } from 'node:crypto';
import { test as base, expect, type Page, type Route } from '@playwright/test';
import { browser } from './browser.ts';
import { type Site, startDeployedSite, startSite } from './server.ts';

interface Sites {
  plain: Site;
  deployed: Site;
}

interface Fixtures {
  /** What the test runs against. Chosen for each test, since another worker would start another browser. */
  site: Site;
  mailTo: Site['mailTo'];
  /** Errors in the browser's console that a test brings about itself. */
  expectedErrors: RegExp | undefined;
  /** Fails the test if the page logs an error or a script throws. */
  quiet: undefined;
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
  quiet: [
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
});

export { expect } from '@playwright/test';

// What is on the page.
export const tasks = (page: Page) => page.getByLabel('New task');
export const message = (page: Page) => page.getByLabel('Messages');
export const button = (page: Page, name: string) => page.getByRole('button', { name });
export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

export interface Account {
  email: string;
  password: string;
}

/** An account that nobody has. */
export const newAccount = (): Account => ({
  email: `${randomUUID()}@example.com`,
  password: randomUUID(),
});

/** Signs a new person up, past the form, and ends at their tasks. */
export async function signUp(page: Page, name: string): Promise<Account> {
  const account = newAccount();
  await page.request.post('/api/auth/sign-up/email', { data: { name, ...account } });
  await page.goto('/');
  await expect(tasks(page)).toBeVisible();
  return account;
}

/** Fills in and sends the form of somebody new, which is on the screen. */
export async function askForAccount(page: Page, name: string, account: Account): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
}

/** Fills in and sends the form of the sign-in, which is on the screen. */
export async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** For `page.route`: answers a call as a server does that refuses it. */
export const refuse = (code: string, status: number) => (route: Route) =>
  route.fulfill({
    status,
    json: [{ error: { code: -32603, message: '', data: { code, httpStatus: status } } }],
  });
