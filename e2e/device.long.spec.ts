// Tabs that are killed, frozen, without space and long without a network, in Chromium's own processes.
import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page,
  type Request,
} from '@playwright/test';
import { browser } from './browser.ts';
import { expect, newTask, signUp, test } from './fixtures.ts';

test.use({
  ownProfile: true,
  expectedErrors: /Failed to load resource/,
  // A process for each tab.
  launchOptions: [
    async ({}, use) => {
      const { args = [], ...options } = browser();
      const isShared = (arg: string) => /process-limit|site-isolation/.test(arg);
      await use({ ...options, args: args.filter((arg) => !isShared(arg)) });
    },
    { scope: 'worker' },
  ],
});

const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
const calls = /\/(trpc|api)\//;

async function add(page: Page, title: string): Promise<void> {
  await newTask(page).fill(title);
  await page.keyboard.press('Enter');
}

/** Titles on the server, asked without the page. */
async function titlesOnServer({ request }: BrowserContext): Promise<string[]> {
  const titles: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const input = encodeURIComponent(JSON.stringify({ limit: 100, ...(cursor ? { cursor } : {}) }));
    const answer = await request.get(`/trpc/task.list?input=${input}`);
    const { items, nextCursor } = (await answer.json()).result.data;
    titles.push(...items.map(({ title }: { title: string }) => title));
    if (nextCursor === null) return titles.toSorted();
    cursor = nextCursor;
  }
}

async function cpuTimes(session: CDPSession): Promise<Map<number, number>> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return new Map(renderers.map(({ id, cpuTime }) => [id, cpuTime]));
}

/** The process of a tab: the one that works when the tab is given work. */
async function processOf(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('A browser with one profile has no session of its own.');
  const before = await cpuTimes(session);
  await page.evaluate(() => {
    for (const end = performance.now() + 1_000; performance.now() < end; );
  });
  const after = await cpuTimes(session);
  const [most] = [...after]
    .map(([id, time]) => ({ id, used: time - (before.get(id) ?? 0) }))
    .toSorted((one, other) => other.used - one.used);
  if (!most) throw new Error('There is no renderer.');
  return most.id;
}

/** Takes the server away from all tabs. @returns what gives it back, through a network of this delay. */
async function cut(context: BrowserContext): Promise<(delayMs?: number) => void> {
  let delay: number | undefined;
  await context.route(calls, async (route) => {
    if (delay === undefined) return route.abort();
    await new Promise((resolve) => setTimeout(resolve, delay));
    return route.continue();
  });
  return (delayMs = 0) => {
    delay = delayMs;
  };
}

test('twenty tabs are killed, each right after an act without a network: all acts are kept, once', async ({
  page,
  context,
}) => {
  await signUp(page, 'Ann');
  await expect(page.getByText('No tasks yet')).toBeVisible();
  const giveBack = await cut(context);
  const titles = Array.from({ length: 20 }, (_, nth) => `Task ${String(nth).padStart(2, '0')}`);
  let tab = page;
  for (const title of titles) {
    const id = await processOf(tab);
    const crashed = tab.waitForEvent('crash');
    await add(tab, title);
    process.kill(id, 'SIGKILL');
    await crashed;
    const next = await context.newPage();
    await tab.close();
    tab = next;
    await tab.goto('/');
    await expect(rows(tab).filter({ hasText: title })).toHaveCount(1);
  }
  giveBack();
  await expect.poll(() => titlesOnServer(context)).toEqual(titles);
});

test('a tab that leads is frozen: another one sends, and both agree when it wakes up', async ({
  page,
  context,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'Before');
  await expect.poll(() => titlesOnServer(context)).toEqual(['Before']);
  const second = await context.newPage();
  await second.goto('/');
  await expect(rows(second)).toHaveText([/Before/]);
  const id = await processOf(page);
  expect(await processOf(second)).not.toBe(id);
  for (const round of ['one', 'two', 'three']) {
    const known = await titlesOnServer(context);
    process.kill(id, 'SIGSTOP');
    try {
      await add(second, `Frozen ${round}`);
      await expect.poll(() => titlesOnServer(context)).toContain(`Frozen ${round}`);
    } finally {
      process.kill(id, 'SIGCONT');
    }
    await add(page, `Awake ${round}`);
    const all = [...known, `Awake ${round}`, `Frozen ${round}`].toSorted();
    await expect.poll(() => titlesOnServer(context)).toEqual(all);
    for (const tab of [page, second]) await expect(rows(tab)).toHaveCount(all.length);
  }
});

/** A disk of a few megabytes. Undefined for those who may not mount one. */
async function smallDisk(): Promise<({ folder: string } & AsyncDisposable) | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true });
    },
  };
}

/** Leaves no space in a folder. */
async function fill(folder: string): Promise<void> {
  const handle = await open(join(folder, 'filled'), 'w');
  try {
    for (;;) await handle.write(Buffer.alloc(64 * 1024));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    await handle.close();
  }
}

test('on a full disk the page says so, and what was done is sent', async ({ baseURL, site }) => {
  await using disk = await smallDisk();
  test.skip(!disk, 'It needs the right to mount a small disk.');
  const context = await chromium.launchPersistentContext(join(disk?.folder ?? '', 'profile'), {
    ...browser(),
    baseURL: baseURL ?? site.url,
    serviceWorkers: 'block',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await signUp(page, 'Ann');
  await add(page, 'Before');
  await expect.poll(() => titlesOnServer(context)).toEqual(['Before']);
  const giveBack = await cut(context);
  await fill(disk?.folder ?? '');
  await add(page, 'Without space');
  await add(page, 'Nor with this');
  await expect(rows(page)).toHaveText([/Before/, /Without space/, /Nor with this/]);
  await expect(
    page.getByText('your changes are kept only in it until they are saved'),
  ).toBeVisible();
  giveBack();
  await expect
    .poll(() => titlesOnServer(context))
    .toEqual(['Before', 'Nor with this', 'Without space']);
  await context.close();
});

test('a thousand acts without a network arrive in a few requests, each once', async ({
  page,
  context,
}) => {
  await signUp(page, 'Ann');
  await expect(page.getByText('No tasks yet')).toBeVisible();
  const giveBack = await cut(context);
  const titles = Array.from({ length: 1_000 }, (_, nth) => `Task ${String(nth).padStart(3, '0')}`);
  for (const title of titles) await add(page, title);
  await expect(page.getByText('1,000 changes')).toBeVisible();
  let pushes = 0;
  const count = (request: Request) => (pushes += Number(/sync\.push/.test(request.url())));
  page.on('requestfinished', count);
  const start = performance.now();
  giveBack(100);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect.poll(() => titlesOnServer(context)).toHaveLength(1_000);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  process.stdout.write(`1,000 acts at 100 ms of delay: ${seconds} s, ${pushes} requests\n`);
  expect(await titlesOnServer(context)).toEqual(titles);
  expect(pushes).toBeLessThanOrEqual(20);
});
