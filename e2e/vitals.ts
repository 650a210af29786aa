// `pnpm --filter @tydo/e2e vitals [tasks]`, after `pnpm build`: how soon the page answers a hand (INP), and what
// Lighthouse says of it on a phone. It prints; it judges nothing. Lighthouse comes by `npx`: it is 176 MB.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { browser } from './browser.ts';
import { addManyTasks } from './many-tasks.ts';
import { startSite } from './server.ts';

const lighthouse = 'lighthouse@13.5.0';
const count = Number(process.argv[2] ?? 10_000);
const run = promisify(execFile);
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** In the page: keeps the longest duration of each interaction, as INP counts them. */
function watchInteractions(): void {
  // TypeScript does not know it yet.
  const init: PerformanceObserverInit & { durationThreshold: number } = {
    type: 'event',
    durationThreshold: 16,
    buffered: true,
  };
  const longest = new Map<number, number>();
  Object.assign(window, { interactions: longest });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const id = 'interactionId' in entry ? Number(entry.interactionId) : 0;
      if (id > 0) longest.set(id, Math.max(longest.get(id) ?? 0, entry.duration));
    }
  }).observe(init);
}

/** Does something several times, and prints how long the page took to show it. */
async function measure(page: Page, name: string, act: (round: number) => Promise<unknown>) {
  await page.evaluate(() => Reflect.get(window, 'interactions').clear());
  for (let round = 0; round < 12; round += 1) {
    await act(round);
    await page.waitForTimeout(200);
  }
  const durations = await page.evaluate((): number[] => [
    ...Reflect.get(window, 'interactions').values(),
  ]);
  const sorted = durations.toSorted((one, other) => one - other);
  // What is below 16 ms is not reported.
  say(
    `${name}: longest ${sorted.at(-1) ?? '< 16'} ms, median ${sorted[sorted.length >> 1] ?? '< 16'} ms`,
  );
}

async function measureHand(page: Page): Promise<void> {
  await page.evaluate(watchInteractions);
  const field = page.getByLabel('New task');
  await measure(page, 'type a title', async (round) => {
    await field.click();
    await page.keyboard.type(`Call ${round} `);
  });
  await measure(page, 'add by Enter', async (round) => {
    await field.fill(`Measured ${round}`);
    await field.press('Enter');
  });
  await measure(page, 'tick', (round) =>
    page
      .getByRole('checkbox')
      .nth(round % 6)
      .click(),
  );
  await measure(page, 'open and close the details', async (round) => {
    await page
      .locator('[data-control=open]')
      .nth(round % 6)
      .click();
    await page.waitForTimeout(200);
    await page.keyboard.press('Escape');
  });
  await measure(page, 'another screen and back', async (round) => {
    await page
      .getByRole('link', { name: round % 2 ? 'Inbox' : 'Upcoming' })
      .first()
      .click();
  });
}

interface Report {
  categories: Record<string, { score: number | null }>;
  audits: Record<
    string,
    { score: number | null; scoreDisplayMode: string; title: string; displayValue?: string }
  >;
}

/** @param headers of every request, which sign in. */
async function runLighthouse(name: string, url: string, folder: string, headers: object) {
  const { executablePath = chromium.executablePath(), args = [], env = {} } = browser();
  const report = join(folder, 'report.json');
  const flags = ['--headless=new', ...args].join(' ');
  // Not Chromium's HOME: npx has its own.
  const { HOME: _, ...variables } = env;
  const given = Object.entries({ ...variables, CHROME_PATH: executablePath });
  await run(
    'env',
    [
      ...given.map((pair) => pair.join('=')),
      'npx',
      '--yes',
      lighthouse,
      url,
      '--quiet',
      '--output=json',
      `--output-path=${report}`,
      `--chrome-flags=${flags}`,
      `--extra-headers=${JSON.stringify(headers)}`,
      '--only-categories=performance,accessibility,best-practices',
    ],
    { cwd: folder },
  );
  const { categories, audits }: Report = JSON.parse(await readFile(report, 'utf8'));
  const scores = Object.entries(categories).map(
    ([id, { score }]) => `${id} ${Math.round((score ?? 0) * 100)}`,
  );
  const values = ['largest-contentful-paint', 'cumulative-layout-shift', 'total-blocking-time'].map(
    (id) => `${id} ${audits[id]?.displayValue}`,
  );
  say(`Lighthouse, ${name}: ${[...scores, ...values].join(', ')}`);
  for (const [id, { score, scoreDisplayMode, title }] of Object.entries(audits)) {
    if (score === 0 && scoreDisplayMode === 'binary') say(`  fails: ${id} (${title})`);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'tydo-vitals-'));
const databaseUrl = `sqlite:${join(folder, 'tydo.db')}`;
{
  await using site = await startSite({ DATABASE_URL: databaseUrl });
  const chrome: Browser = await chromium.launch(browser());
  const context = await chrome.newContext({ baseURL: site.url });
  const data = { name: 'Vitals', email: 'vitals@example.com', password: 'only for vitals 1' };
  await context.request.post('/api/auth/sign-up/email', { data });
  addManyTasks(databaseUrl, count);
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('checkbox').first().waitFor();
  await page.waitForTimeout(3_000);
  say(`${count} tasks`);
  await measureHand(page);
  const cookies = await context.cookies();
  await chrome.close();
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  await runLighthouse('the sign-in', `${site.url}/sign-in`, folder, {});
  await runLighthouse(`${count} tasks on a new device`, site.url, folder, { Cookie });
}
await rm(folder, { recursive: true });
