// `pnpm --filter @tydo/e2e lived-week`: ten days of a person in minutes, in the browser, with its clock and the
// server's set from moment to moment. It prints what happened, and fails where that is not what was expected.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { browser } from './browser.ts';
import { doAct, openInbox, shownDue, shownToday } from './lived-week/page-acts.ts';
import { type Act, begin, made, subtasksOf, typed, week } from './lived-week/week.ts';
import { startSite } from './server.ts';

/** What is expected is waited for so long. */
const maxWaitMs = 20_000;

const widths = [5, 22, 12, 38, 28];
let failures = 0;

function print(...cells: string[]): void {
  const padded = cells.map((cell, at) => cell.padEnd(widths[at] ?? 0));
  process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
}

function report(isRight: boolean, ...cells: string[]): void {
  if (!isRight) failures += 1;
  print(isRight ? 'ok' : 'WRONG', ...cells);
}

/** What is found once it is what is expected, else at the end. */
async function eventually<T>(find: () => Promise<T>, expected: T): Promise<T> {
  const end = performance.now() + maxWaitMs;
  for (;;) {
    const found = await find();
    if (isDeepStrictEqual(found, expected) || performance.now() > end) return found;
    await sleep(50);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'tydo-week-'));
const clockFile = join(folder, 'clock');
const headStartMs = 2_000;

/** The server is a little ahead: it takes an act in its future for one of now. */
const setServerClock = (at: number) => writeFile(clockFile, String(at - Date.now() + headStartMs));

async function setClocks(page: Page, at: string): Promise<void> {
  const now = await page.evaluate(() => Date.now());
  await page.clock.fastForward(Date.parse(at) - now);
  await setServerClock(Date.parse(at));
}

interface TaskRow {
  uid: string;
  title: string;
  due: string | null;
}

/** The tasks of a view, as the server says. */
async function viewOf(page: Page, view: 'inbox' | 'logbook'): Promise<TaskRow[]> {
  const input = encodeURIComponent(JSON.stringify({ view, limit: 500 }));
  const answer = await page.request.get(`/trpc/task.view?input=${input}`);
  return (await answer.json()).result.data.items;
}

async function serverDue(page: Page, task: string): Promise<string | null> {
  const rows = await viewOf(page, 'inbox');
  return rows.find(({ title }) => title === task)?.due ?? null;
}

async function post(page: Page, path: string, data: object): Promise<void> {
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post(path, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
}

async function makeTasks(page: Page): Promise<void> {
  const field = page.getByLabel('New task');
  const understood = page.getByRole('list', { name: 'Understood' });
  for (const text of typed) {
    await field.fill(text);
    await understood.waitFor();
    await field.press('Enter');
  }
  await eventually(async () => (await viewOf(page, 'inbox')).length, typed.length);
  const rows = await viewOf(page, 'inbox');
  const parentUid = rows.find(({ title }) => title === subtasksOf.parent)?.uid;
  const tasks = [...made, ...subtasksOf.tasks.map((task) => ({ ...task, parentUid }))];
  await post(page, '/trpc/task.createMany', { tasks });
}

/** Does what the person does, and compares what they see then with what they expect. */
async function live(page: Page, when: string, act: Act, isOffline: boolean): Promise<void> {
  await doAct(page, act);
  const shows = await eventually(() => shownDue(page, act.task), act.shows);
  const due = isOffline ? undefined : await eventually(() => serverDue(page, act.task), act.due);
  const isRight = shows === act.shows && (due === undefined || due === act.due);
  const said = due === undefined ? '(offline)' : (due ?? 'done');
  const expected = isRight ? '' : ` (expected ${act.shows}, ${act.due})`;
  report(
    isRight,
    when,
    act.task,
    [act.act, act.how].filter(Boolean).join(', '),
    shows,
    said + expected,
  );
}

print('', 'when', 'task', 'act', 'the page shows', 'the server says');
const begins = '2027-03-24T08:00+01:00';
await setServerClock(Date.parse(begins));
{
  const clock = new URL('lived-week/shifted-clock.ts', import.meta.url);
  clock.searchParams.set('file', clockFile);
  await using site = await startSite({
    NODE_OPTIONS: `--import ${clock.href}`,
  });
  const chrome = await chromium.launch(browser());
  const context = await chrome.newContext({
    baseURL: site.url,
    serviceWorkers: 'block',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 1600 },
  });
  const page = await context.newPage();
  await page.clock.install({ time: begins });
  const account = { name: 'Ann', email: 'ann@example.com', password: 'only for this week 1' };
  await page.request.post('/api/auth/sign-up/email', { data: account });
  await page.goto('/');
  await post(page, '/trpc/settings.update', { zone: 'Europe/Berlin' });
  await makeTasks(page);
  // So that the code of both screens is here when there is no network.
  await shownToday(page);
  await openInbox(page);
  for (const act of begin) await live(page, begins, act, false);

  for (const { at, isOffline = false, overdue, today, acts } of week) {
    await setClocks(page, at);
    await context.setOffline(isOffline);
    const groups = await eventually(() => shownToday(page), { overdue, today });
    const isRight = isDeepStrictEqual(groups, { overdue, today });
    report(
      isRight,
      at,
      'Today',
      `overdue: ${groups.overdue.join(', ') || 'nothing'}`,
      groups.today.join(', '),
      '',
    );
    await openInbox(page);
    for (const act of acts) await live(page, at, act, isOffline);
    if (!isOffline) continue;
    await context.setOffline(false);
    const expected = new Map(acts.map(({ task, due }) => [task, due]));
    const find = async () => {
      const rows = new Map((await viewOf(page, 'inbox')).map(({ title, due }) => [title, due]));
      return new Map([...expected.keys()].map((task) => [task, rows.get(task) ?? null]));
    };
    const dues = await eventually(find, expected);
    const words = [...dues].map(([task, due]) => `${task} ${due ?? 'done'}`).join(', ');
    report(isDeepStrictEqual(dues, expected), at, 'all', 'back online', '', words);
  }
  const ticks = week.flatMap(({ acts }) => acts.map(({ act }) => act));
  const count = (name: Act['act']) => ticks.filter((act) => act === name).length;
  // The subtask without a rule is open again.
  const rounds = count('tick') - count('undo') - 1;
  const { length } = await viewOf(page, 'logbook');
  report(length === rounds, '', 'Logbook', `${rounds} rounds expected`, `${length} rounds`);
  await chrome.close();
}
await rm(folder, { recursive: true });

process.stdout.write(failures === 0 ? 'All as expected.\n' : `${failures} not as expected.\n`);
process.exitCode = Math.min(failures, 1);
