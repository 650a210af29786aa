// A real browser in front of the real process. Those that need the same server share one, and its
// database: each test makes its own people.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page, type Route } from '@playwright/test';
import { type Inbox, mailInOutbox, type ReceivedMail, startInbox } from '@tydo/api/testing/inbox';
import { browser } from './browser.ts';

interface ServerFixtures {
  /** Whether the server has SMTP; without, its mails stay in its outbox. */
  sendsMail: boolean;
  inbox: Inbox | undefined;
  /** What the server keeps. */
  folder: string;
  /** Its variables beside those that each server has. */
  serverEnv: Record<string, string>;
  /** Where it is. */
  site: string;
}

interface Fixtures {
  /** Errors in the browser's console that a test brings about itself. */
  expectedErrors: RegExp | undefined;
  /** The newest mail to an address, waited for; of `count` of them, where that is said. */
  mailTo: (address: string, count?: number) => Promise<ReceivedMail>;
  /** Fails the test if the page logs an error or a script throws. */
  quiet: undefined;
}

const main = new URL('../apps/api/src/main.ts', import.meta.url).pathname;

const server = { scope: 'worker' } as const;

export const test = base.extend<Fixtures, ServerFixtures>({
  launchOptions: [({}, use) => use(browser()), { scope: 'worker' }],
  sendsMail: [false, { ...server, option: true }],
  inbox: [
    async ({ sendsMail }, use) => {
      if (!sendsMail) return use(undefined);
      await using inbox = await startInbox();
      await use(inbox);
    },
    server,
  ],
  folder: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'tydo-e2e-'));
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    server,
  ],
  serverEnv: [
    ({ inbox }, use) => use(inbox ? { SMTP_URL: inbox.url, MAIL_FROM: 'tydo@example.com' } : {}),
    server,
  ],
  site: [
    async ({ folder, serverEnv }, use) => {
      const child = spawn(process.execPath, [main], {
        env: {
          DATABASE_URL: `sqlite:${join(folder, 'tydo.db')}`,
          BETTER_AUTH_SECRET: randomUUID(),
          PORT: '0',
          LOG_LEVEL: 'warn',
          ...serverEnv,
        },
        stdio: ['ignore', 'inherit', 'pipe'],
      });
      await use(await address(child));
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
    server,
  ],
  mailTo: ({ folder, inbox }, use) =>
    use(inbox?.mailTo ?? ((to, count) => mailInOutbox(join(folder, 'outbox'), to, count))),
  baseURL: ({ site }, use) => use(site),
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

async function address({ stderr }: ChildProcess): Promise<string> {
  let output = '';
  for await (const text of stderr ?? []) {
    output += String(text);
    const url = /ready: (\S+)/.exec(output)?.[1];
    if (url !== undefined) {
      stderr?.resume();
      return url;
    }
  }
  throw new Error('The server did not start; its reason stands above.');
}

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
