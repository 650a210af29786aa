// The service worker of the built page: without a network, and from one deployment to the next.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { button, expect, field, newTask, openAccount, signUp, test } from './fixtures.ts';

// The browser logs every request that fails without a network.
test.use({
  serviceWorkers: 'allow',
  expectedErrors: /Failed to load resource/,
  ownProfile: true,
});

/** Waits until the worker controls the page. */
const installed = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** What the browser does by itself with every navigation, and the page once an hour. */
const checkForUpdate = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });

const version = (page: Page) => page.locator('meta[name=description]');
const update = (page: Page) => button(page, 'Update');
const isNotSaved = (page: Page) => page.getByText('is not saved yet. Finish it, then update');

test('the page can be installed and starts without a network, keeps what is done then, and stores no answer with data', async ({
  page,
  context,
}) => {
  await signUp(page, 'Ann');
  await installed(page);
  await newTask(page).fill('A secret of Ann');
  await page.keyboard.press('Enter');
  await expect.poll(() => listed(page)).toContain('A secret of Ann');
  await page.reload();
  await expect(page.getByText('A secret of Ann')).toBeVisible();
  expect(await storedFiles(page)).toEqual([
    '/',
    '/appearance.js',
    '/apple-touch-icon.png',
    '/favicon.svg',
    '/icon-192.png',
    '/icon-512.png',
    '/icon-maskable-512.png',
    '/manifest.webmanifest',
  ]);
  expect(await manifestOf(page, context)).toMatchObject({
    url: expect.stringMatching(/\/manifest\.webmanifest$/),
    errors: [],
  });

  await context.setOffline(true);
  for (const path of ['/', '/account']) {
    await page.goto(path);
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  }
  const data = ['/trpc/task.list', '/api/auth/get-session', '/mcp', '/feeds/x', '/problems/x'];
  const others = ['/healthz', '/readyz', '/sw.js', '/assets/none.js'];
  const outcomes = await page.evaluate(
    (paths) => Promise.all(paths.map((path) => fetch(path).then(() => path, String))),
    [...data, ...others],
  );
  expect(new Set(outcomes)).toEqual(new Set(['TypeError: Failed to fetch']));
  const link = await context.newPage();
  await expect(link.goto('/api/auth/verify-email?token=x')).rejects.toThrow('DISCONNECTED');
  await link.close();

  // What is done then survives a reload and a closed tab, and is sent later.
  await page.goto('/');
  await newTask(page).fill('Without a network');
  await page.keyboard.press('Enter');
  await page.reload();
  await expect(page.getByText('1 change will be saved when you are back.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'A secret of Ann' }).check();
  await page.close();
  const next = await context.newPage();
  await next.goto('/');
  await expect(next.getByText('2 changes will be saved when you are back.')).toBeVisible();
  const rows = next.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
  await expect(rows).toHaveText([/A secret of Ann/, /Without a network/]);
  await expect(next.getByRole('checkbox', { name: 'A secret of Ann' })).toBeChecked();
  await context.setOffline(false);
  await expect(next.getByText('will be saved when you are back')).toBeHidden();
  await expect.poll(() => listed(next)).toMatch(/Without a network.*A secret of Ann/);
});

test('after a deployment open tabs go on as they are, and change to the new version without losing what is typed', async ({
  page,
  context,
  deployment,
}) => {
  await signUp(page, 'Ann');
  await installed(page);
  const other = await context.newPage();
  await other.goto('/');
  await newTask(other).fill('Half a thought');

  await deployment.deploy('Version 2');
  await clearHttpCache(page, context);
  await checkForUpdate(page);
  await expect(update(page)).toBeVisible();
  await expect(update(other)).toBeVisible();
  // The server has no longer the code of this screen, and the page has not loaded it yet.
  await openAccount(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account');
  await field(page, 'New email').fill('ann@');
  await update(page).click();
  await expect(isNotSaved(page)).toBeVisible();
  await field(page, 'New email').fill('');
  await update(page).click();
  await expect(version(page)).toHaveAttribute('content', 'Version 2');
  await expect(field(page, 'New email')).toBeVisible();
  await expect(update(page)).toBeHidden();

  // The worker is another one now; this tab is still the old page.
  await expect(version(other)).not.toHaveAttribute('content', 'Version 2');
  await update(other).click();
  await expect(isNotSaved(other)).toBeVisible();
  await openAccount(other);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Your account');
  await other.goBack();
  await expect(newTask(other)).toHaveValue('Half a thought');
  await newTask(other).fill('');
  await update(other).click();
  await expect(version(other)).toHaveAttribute('content', 'Version 2');
  await expect(newTask(other)).toBeVisible();
});

test('a new version takes over by itself a minute after no tab is visible', {
  tag: '@long',
}, async ({ page, context, deployment }) => {
  await page.clock.install();
  await page.goto('/sign-in');
  await installed(page);
  const installing = context.waitForEvent('serviceworker');
  await deployment.deploy('Version 3');
  await checkForUpdate(page);
  await expect(update(page)).toBeVisible();
  await page.clock.fastForward('10:00');
  const worker = await installing;
  await hide(page);
  // Playwright keeps every page visible. The page and the worker are told otherwise.
  await page.clock.fastForward('02:00');
  await worker.evaluate(() => undefined);
  await expect(version(page)).not.toHaveAttribute('content', 'Version 3');
  await worker.evaluate(() => {
    const clients: object = Reflect.get(globalThis, 'clients');
    Object.assign(clients, { matchAll: async () => [{ visibilityState: 'hidden' }] });
  });
  await hide(page);
  await page.clock.fastForward('02:00');
  await expect(version(page)).toHaveAttribute('content', 'Version 3');
});

test('the worker that decision 22 has for its removal leaves nothing behind, also if its activation was cut short', {
  tag: '@also-long',
}, async ({ browser, baseURL, deployment }) => {
  const decision = new URL('../docs/decisions/0022-service-worker.md', import.meta.url);
  const [, removal = ''] = /```js\n(.*?)```/s.exec(await readFile(decision, 'utf8')) ?? [];
  const cutShort = removal.replace(/^.*'activate'.*$/m, '');
  expect(cutShort).not.toBe(removal);
  const file = join(deployment.folder, 'sw.js');
  const worker = await readFile(file, 'utf8');
  const isLong = test.info().config.metadata['isLong'] === true;
  for (const script of isLong ? [removal, cutShort] : [cutShort]) {
    await writeFile(file, worker);
    await using context = await browser.newContext({ baseURL: baseURL ?? '' });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await installed(page);
    await writeFile(file, script);
    await checkForUpdate(page);
    await expect
      .poll(async () => {
        // Without the page, which would register a worker again.
        await page.goto('/healthz');
        return page.evaluate(
          async () =>
            (await navigator.serviceWorker.getRegistrations()).length +
            (await caches.keys()).length,
        );
      })
      .toBe(0);
  }
});

async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

async function listed(page: Page): Promise<string> {
  return (await page.request.get('/trpc/task.list')).text();
}

/** The paths of all that is in a cache, but for code and styles. */
async function storedFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const all = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    const paths = all.flat().map(({ url }) => new URL(url).pathname);
    return paths.filter((path) => !path.startsWith('/assets/')).toSorted();
  });
}

/** The manifest as Chromium reads it. */
async function manifestOf(page: Page, context: BrowserContext) {
  const session = await context.newCDPSession(page);
  return session.send('Page.getAppManifest');
}

/** Beside the worker's caches it may still have code that is gone from the server. */
async function clearHttpCache(page: Page, context: BrowserContext): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Network.clearBrowserCache');
}
