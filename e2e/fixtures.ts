// A real browser in front of a real server process. All tests of a worker share its browser, its
// servers and a tab; each test creates its own accounts.
import { randomUUID } from 'node:crypto';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
  type Route,
} from '@playwright/test';
import { browser as installedBrowser } from './browser.ts';
import { copyPage, type Deployment } from './deployment.ts';
import { type Site, startDeployedSite, startSite } from './server.ts';
import { SharedTab } from './shared-tab.ts';

interface Shared {
  /** The page that the plain site shows. */
  deployment: Deployment;
  plain: Site;
  deployed: Site;
  sharedTab: SharedTab;
}

interface Fixtures {
  /** The server that the test uses. An option of the test, because another worker would start another browser. */
  site: Site;
  mailTo: Site['mailTo'];
  /** Errors in the browser's console that a test provokes. */
  expectedErrors: RegExp | undefined;
  /** A profile of its own, for what cannot be taken back: a clock, an init script, a service worker. */
  ownProfile: boolean;
  /** Fails the test if the page logs an error or a script throws. */
  noErrors: undefined;
}

export const test = base.extend<Fixtures, Shared>({
  launchOptions: [({}, use) => use(installedBrowser()), { scope: 'worker' }],
  deployment: [
    async ({}, use) => {
      await using deployment = await copyPage();
      await use(deployment);
    },
    { scope: 'worker' },
  ],
  plain: [
    async ({ deployment }, use) => {
      await using site = await startSite({}, ['--page-folder', deployment.folder]);
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
  sharedTab: [
    async ({ browser }, use) => {
      await using tab = new SharedTab(browser);
      await use(tab);
    },
    { scope: 'worker' },
  ],
  ownProfile: [false, { option: true }],
  page: async (
    { browser, sharedTab, ownProfile, baseURL, viewport, timezoneId, ignoreHTTPSErrors },
    use,
    testInfo,
  ) => {
    if (ownProfile) {
      await using context = await browser.newContext();
      await use(await context.newPage());
      return;
    }
    const options = { baseURL, viewport, timezoneId, ignoreHTTPSErrors };
    await use(await sharedTab.open(JSON.stringify(options)));
    await sharedTab.reset(testInfo.status === testInfo.expectedStatus);
  },
  context: ({ page }, use) => use(page.context()),
  expectedErrors: [undefined, { option: true }],
  noErrors: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      const onError = (error: Error) => errors.push(error.message);
      const onMessage = (message: ConsoleMessage) => {
        const expected = expectedErrors?.test(message.text()) ?? false;
        if (message.type() === 'error' && !expected) errors.push(message.text());
      };
      page.on('pageerror', onError).on('console', onMessage);
      await use(undefined);
      page.off('pageerror', onError).off('console', onMessage);
      expect(errors).toEqual([]);
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

/** A page of the same person in another browser. */
export async function openElsewhere(
  browser: Browser,
  page: Page,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(options);
  await context.addCookies(await page.context().cookies());
  return { context, page: await context.newPage() };
}

/**
 * Call it before the first `page.route` of a test that unroutes: with the last handler the interception would
 * end, handlers that still run fail then, and a request that is under way can hang. It switches off the HTTP
 * cache, so that each load costs a second.
 */
export const keepIntercepting = (page: Page): Promise<unknown> =>
  page.route(/^none:/, (route) => route.continue());

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
  await keepIntercepting(page);
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
