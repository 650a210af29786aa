// `pnpm --filter @tydo/e2e figures [tasks]`: how fast the page is. It prints; it judges nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { browser } from './browser.ts';
import { addManyTasks } from './many-tasks.ts';
import { startSite } from './server.ts';

const count = Number(process.argv[2] ?? 100_000);
const rounds = 5;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const sorted = (all: readonly number[]) => all.toSorted((one, other) => one - other);
const quantile = (all: readonly number[], part: number) =>
  Math.round(sorted(all)[Math.min(all.length - 1, Math.floor(all.length * part))] ?? 0);
const told = (all: readonly number[]) =>
  `${quantile(all, 0.5)} ms median of ${all.map(Math.round).join(', ')}`;

/** In the page, before its own scripts: marks when its parts were painted first. */
function markParts(): void {
  const parts = new Map([
    ['rows', () => document.querySelector('ul[aria-label="Tasks"] > li') !== null],
    [
      'counts',
      () => /\d/.test(document.querySelector('[aria-label="Filter tasks"]')?.textContent ?? ''),
    ],
  ]);
  function look(): void {
    for (const [name, isThere] of parts) {
      if (!isThere()) continue;
      parts.delete(name);
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => performance.mark(name));
      port1.start();
      requestAnimationFrame(() => port2.postMessage(undefined));
    }
    if (parts.size > 0) setTimeout(look, 5);
  }
  look();
}

/** In the page: measures from each key or click to the paint after it. */
function measureActs(): void {
  function measure({ timeStamp: start }: Event): void {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => performance.measure('act', { start }));
    port1.start();
    requestAnimationFrame(() => port2.postMessage(undefined));
  }
  addEventListener('keydown', (event) => event.key === 'Enter' && measure(event), true);
  addEventListener(
    'click',
    (event) =>
      event.target instanceof HTMLInputElement &&
      event.target.type === 'checkbox' &&
      measure(event),
    true,
  );
}

interface Times {
  rows: number;
  counts: number;
}

/** Opens the page. @returns when the first rows and the counts were painted, in ms since then. */
async function timesOf(page: Page, open: () => Promise<unknown>): Promise<Times> {
  await open();
  const timeOf = async (name: string): Promise<number> => {
    await page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, name);
    return page.evaluate((mark) => performance.getEntriesByName(mark)[0]?.startTime ?? 0, name);
  };
  return { rows: await timeOf('rows'), counts: await timeOf('counts') };
}

async function actTimes(page: Page): Promise<{ add: number[]; tick: number[] }> {
  await page.evaluate(measureActs);
  const take = () =>
    page.evaluate(() => {
      const acts = performance.getEntriesByName('act').map(({ duration }) => duration);
      performance.clearMeasures('act');
      return acts;
    });
  const field = page.getByLabel('New task');
  for (let round = 0; round < 40; round += 1) {
    await field.fill(`Measured ${round}`);
    await field.press('Enter');
    await page.getByText(`Measured ${round}`, { exact: true }).waitFor();
    await page.waitForTimeout(150);
  }
  const add = await take();
  for (let round = 0; round < 40; round += 1) {
    await page
      .getByRole('checkbox')
      .nth(round % 8)
      .click();
    await page.waitForTimeout(150);
  }
  return { add, tick: await take() };
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}

const folder = await mkdtemp(join(tmpdir(), 'tydo-figures-'));
const databaseUrl = `sqlite:${join(folder, 'tydo.db')}`;
say(
  `${count} tasks; load of the machine ${loadavg()
    .map((one) => one.toFixed(1))
    .join(', ')}`,
);
{
  await using site = await startSite({ DATABASE_URL: databaseUrl });
  const chrome: Browser = await chromium.launch(browser());
  const account = { email: 'figures@example.com', password: 'only for figures 1' };
  const cookies = await chrome.newContext({ baseURL: site.url });
  await cookies.request.post('/api/auth/sign-up/email', { data: { name: 'Figures', ...account } });
  const storageState = await cookies.storageState();
  await cookies.close();
  addManyTasks(databaseUrl, count);

  const first: Times[] = [];
  const whole: number[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    const context = await chrome.newContext({
      baseURL: site.url,
      storageState,
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    await page.addInitScript(markParts);
    // The counts are known when all rows are there.
    const seen = await timesOf(page, () => page.goto('/'));
    first.push(seen);
    whole.push(seen.counts);
    if (round === 0) {
      await page.waitForTimeout(2_000);
      say(`heap after the first load ${Math.round(await heapOf(page))} MiB`);
      await page.waitForTimeout(1_000);
      const reloads: Times[] = [];
      for (let reload = 0; reload < rounds; reload += 1) {
        // Nothing with data is answered.
        await context.route(/\/(trpc|api)\//, () => {});
        reloads.push(await timesOf(page, () => page.reload({ waitUntil: 'commit' })));
        await page.waitForTimeout(2_500);
        await context.unrouteAll({ behavior: 'ignoreErrors' });
      }
      say(`reload, no request answered: first rows ${told(reloads.map(({ rows }) => rows))}`);
      say(`reload, no request answered: counts ${told(reloads.map(({ counts }) => counts))}`);
      await page.reload();
      await page.waitForTimeout(3_000);
      const { add, tick } = await actTimes(page);
      say(
        `add to paint: ${quantile(add, 0.5)} ms median, ${quantile(add, 0.95)} p95 of ${add.length}`,
      );
      say(
        `tick to paint: ${quantile(tick, 0.5)} ms median, ${quantile(tick, 0.95)} p95 of ${tick.length}`,
      );
      say(`heap after 80 acts ${Math.round(await heapOf(page))} MiB`);
    }
    await context.close();
  }
  say(`new device: first rows ${told(first.map(({ rows }) => rows))}`);
  say(`new device: all rows ${told(whole)}`);
  await chrome.close();
}
await rm(folder, { recursive: true });
say(
  `load of the machine at the end ${loadavg()
    .map((one) => one.toFixed(1))
    .join(', ')}`,
);
