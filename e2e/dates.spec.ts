// Dates: Today, Upcoming, quick add, recurring tasks, the date picker. The browser's clock is set.
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { monday, openDatedPage, row, rows } from './dated-page.ts';
import { dragByMouse, dragByTouch } from './drag.ts';
import {
  button,
  expect,
  field,
  message,
  newTask,
  openAccount,
  sidebar,
  signIn,
  signUp,
  test,
} from './fixtures.ts';

// Without a network.
test.use({
  timezoneId: 'Europe/Berlin',
  expectedErrors: /Failed to load resource|ERR_INTERNET_DISCONNECTED/,
});

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** As on a phone, like every other screen. */
async function expectAccessibleOnPhone(page: Page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  if (size) await page.setViewportSize(size);
}

async function begin(page: Page, tasks: readonly object[] = []) {
  await page.clock.setFixedTime(monday);
  await openDatedPage(page, tasks);
}

test('Today and Upcoming by the day of the person', async ({ page }) => {
  await begin(page, [
    { title: 'Late report', due: '2026-11-27' },
    { title: 'Late call', due: '2026-11-26T16:00' },
    { title: 'Bread', due: '2026-11-30' },
    { title: 'Dentist', due: '2026-12-01T09:30' },
    { title: 'Gym', due: '2026-11-30', rule: 'FREQ=WEEKLY;BYDAY=MO,WE' },
  ]);
  const today = sidebar(page).getByRole('link', { name: 'Today' });
  await expect(today).toContainText('4');
  await today.click();
  await expect(rows(page)).toHaveText([
    /Overdue/,
    /Late call/,
    /Late report/,
    /Today/,
    /Bread/,
    /Gym/,
  ]);
  await expect(row(page, 'Late report')).toContainText('Fri 27 Nov');
  await expectAccessibleOnPhone(page);
  await button(page, 'Move all to today').click();
  await expect(rows(page)).toHaveCount(4);
  await expect(row(page, 'Late call')).toContainText('16:00');
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(6);

  await sidebar(page).getByRole('link', { name: 'Upcoming' }).click();
  await expect(heading(page)).toHaveText('Upcoming');
  await expect(row(page, 'Repeats: Gym')).toHaveCount(3);
  await expectAccessibleOnPhone(page);
});

test('a task is dragged to another day, by mouse, by touch and by keys', { tag: '@long' }, async ({
  page,
  browser,
  baseURL,
}) => {
  await begin(page, [
    { title: 'Dentist', due: '2026-12-01T09:30' },
    { title: 'Gym', due: '2026-11-30', rule: 'FREQ=WEEKLY;BYDAY=MO,WE' },
  ]);
  await using phone = await browser.newContext({
    baseURL: baseURL ?? '',
    storageState: await page.context().storageState(),
    hasTouch: true,
    viewport: { width: 390, height: 844 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
  });
  const other = await phone.newPage();
  await other.clock.setFixedTime(monday);
  await other.goto('/upcoming');
  await sidebar(page).getByRole('link', { name: 'Upcoming' }).click();
  /** What stands from the heading of a day on. */
  const expectUnder = (on: Page, day: string, ...texts: string[]) =>
    expect
      .poll(async () => {
        const all = await rows(on).allInnerTexts();
        const at = all.findIndex((text) => text.startsWith(day));
        return all.slice(at + 1, at + 1 + texts.length).map((text) => text.replaceAll('\n', ' '));
      })
      .toEqual(texts.map((text) => expect.stringContaining(text)));
  const link = (on: Page, name: string) => row(on, name).getByRole('link', { name }).first();
  const day = (on: Page, name: string) => on.getByRole('heading', { name, exact: true });
  const mark = '.drop-day';

  await dragByMouse(page, link(page, 'Dentist'), day(page, 'Thu 3 Dec'), { mark });
  await expect(message(page)).toContainText('Moved “Dentist” to Thu 3 Dec');
  await expectUnder(page, 'Thu 3 Dec', 'Dentist Due 9:30');
  await expectUnder(other, 'Thu 3 Dec', 'Dentist Due 9:30');
  await button(page, 'Undo').click();
  await expectUnder(page, 'Tomorrow', 'Dentist');
  await expectUnder(other, 'Tomorrow', 'Dentist');

  // A round that is postponed keeps the rhythm.
  await dragByTouch(other, link(other, 'Gym'), day(other, 'Tomorrow Tue 1 Dec'), { mark });
  await expectUnder(other, 'Tomorrow', 'Dentist', 'Gym', 'Wed 2 Dec', 'Repeats: Gym');
  await expectUnder(page, 'Tomorrow', 'Dentist', 'Gym', 'Wed 2 Dec', 'Repeats: Gym');

  await page.getByRole('checkbox', { name: 'Dentist' }).focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await expectUnder(page, 'Tomorrow', 'Wed 2 Dec', 'Dentist', 'Gym', 'Repeats: Gym');
  await expect(page.getByRole('checkbox', { name: 'Gym' })).toBeFocused();
  for (let step = 0; step < 2; step += 1) await page.keyboard.press('Alt+ArrowUp');
  // The time of the dentist has passed.
  await expectUnder(page, 'Today', 'Dentist', 'Gym', 'Tomorrow');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByText('It can’t be moved further.')).toBeAttached();
  await page.keyboard.press('ControlOrMeta+z');
  await expectUnder(page, 'Tomorrow', 'Dentist Due 9:30', 'Gym');
});

test('quick add shows what it understands, and Enter does what the chips say', async ({ page }) => {
  await begin(page);
  const chips = page.getByRole('list', { name: 'Understood' }).getByRole('listitem');
  const add = async (text: string, understood: RegExp[]) => {
    await newTask(page).pressSequentially(text);
    await expect(chips).toHaveText(understood);
  };
  await add('Call Bo tomorrow 9am about the car', [/Tomorrow, 9:00/]);
  await page.keyboard.press('Enter');
  await expect(row(page, 'Call Bo about the car')).toContainText('Tomorrow, 9:00');

  await add('Trip next friday', [/Fri 11 Dec · in 11 days.*or Fri 4 Dec/]);
  await page.keyboard.press('Alt+Digit1');
  await expect(chips).toHaveText([/Fri 4 Dec · in 4 days.*or Fri 11 Dec/]);
  await page.keyboard.press('Enter');
  await expect(row(page, 'Trip')).toContainText('Fri 4 Dec');

  await add('Watch The Day After Tomorrow', [/Wed 2 Dec/]);
  await page.keyboard.press('Backspace');
  await expect(chips).toHaveCount(0);
  await page.keyboard.type(' p1');
  await expect(chips).toHaveText([/High priority/]);
  await page.keyboard.press('Enter');
  await expect(row(page, 'Watch The Day After Tomorrow')).not.toContainText('Dec');

  await add('Rent every 30th @bank', [
    /Today/,
    /every .*30th · next Wed 30 Dec/,
    /bank · new label/,
  ]);
  await expectAccessibleOnPhone(page);
  await page.keyboard.press('Enter');
  await expect(sidebar(page).getByRole('link', { name: /^bank/ })).toBeVisible();

  await add('Pills every! 12 hours', [/Today, 22:00/, /every 12 hours/]);
  await button(page, 'Keep “every! 12 hours” as text').click();
  await expect(chips).toHaveCount(0);
  await newTask(page).fill('');
  await add('Wrap gifts start:2026-12-20 {24 dec}', [/from Sun 20 Dec/, /deadline Thu 24 Dec/]);
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(4);
  await button(page, 'Show 1 task for later').click();
  await expect(row(page, 'Wrap gifts')).toContainText('from Sun 20 Dec');

  // A text that is wider than the field scrolls in it, while it is read and names are looked up.
  await page.setViewportSize({ width: 390, height: 700 });
  for (const day of ['monday', 'tuesday', 'friday']) {
    const text = `Read the papers for the meeting every ${day} 4pm p1 @phone`;
    await newTask(page).pressSequentially(text);
    expect(await newTask(page).inputValue()).toBe(text);
    await page.keyboard.press('Enter');
  }
});

test('a recurring task goes on, offline too, and is taken back', async ({ page, context }) => {
  await begin(page, [{ title: 'Gym', due: '2026-11-30', rule: 'FREQ=WEEKLY;BYDAY=MO,WE' }]);
  await sidebar(page).getByRole('link', { name: 'Upcoming' }).click();
  await expect(row(page, 'Repeats: Gym')).toHaveCount(3);
  await context.setOffline(true);
  const gym = page.getByRole('checkbox', { name: 'Gym' });
  await gym.click();
  await expect(message(page)).toContainText('Completed “Gym”. Next: Wed 2 Dec');
  await expect(gym).not.toBeChecked();
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Repeats: Gym')).toHaveCount(3);
  await gym.click();
  await expect(row(page, 'Repeats: Gym')).toHaveCount(2);
  await context.setOffline(false);
  const due = async () => {
    const answer = await page.request.get('/trpc/task.list');
    const { items } = (await answer.json()).result.data;
    return items.map((task: { title: string; due: string; completed: boolean }) =>
      [task.title, task.due, task.completed].join(' '),
    );
  };
  await expect
    .poll(due)
    .toEqual(expect.arrayContaining(['Gym 2026-12-02 false', 'Gym 2026-11-30 true']));
});

test('the selected tasks get a date, or none, as one step and without a network', {
  tag: '@long',
}, async ({ page, context }) => {
  await begin(page, [{ title: 'A', due: '2026-12-01T09:30' }, { title: 'B' }, { title: 'C' }]);
  const bar = page.getByRole('toolbar', { name: 'Selected tasks' });
  // The keys of a list are loaded after it.
  await expect(async () => {
    await page.getByRole('checkbox', { name: 'A' }).focus();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(bar).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Due date' }).click();
  await field(page, 'Due date').fill('fri');
  await context.setOffline(true);
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Moved 2 tasks to Fri 4 Dec');
  await expect(row(page, 'A')).toContainText('Fri 4 Dec, 9:30');
  await expect(row(page, 'B')).toContainText('Fri 4 Dec');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(row(page, 'A')).toContainText('Tomorrow, 9:30');
  await expect(row(page, 'B')).not.toContainText('Dec');
  await bar.getByRole('button', { name: 'Due date' }).click();
  await expectAccessibleOnPhone(page);
  await button(page, 'No date').click();
  await expect(message(page)).toContainText('No due date: 2 tasks');
  await expect(row(page, 'A')).not.toContainText('9:30');
  await context.setOffline(false);
  const dues = async () => {
    const { items } = (await (await page.request.get('/trpc/task.list')).json()).result.data;
    return items.map(({ due }: { due: string | null }) => due);
  };
  await expect.poll(dues).toEqual([null, null, null]);
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await dues()).toSorted()).toContain('2026-12-01T09:30');
});

test('dates and recurrence by the keyboard and in the details', async ({ page }) => {
  await begin(page, [{ title: 'Bins' }, { title: 'Report', due: '2026-11-27' }]);
  // In the row: type a date, and a time for it.
  const due = field(page, 'Due date');
  // The keys of a list are loaded after it.
  await expect(async () => {
    await page.getByRole('checkbox', { name: 'Bins' }).focus();
    await page.keyboard.press('d');
    await expect(due).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(due).toBeFocused();
  await page.keyboard.type('next fri');
  await expect(page.getByText('Fri 11 Dec · in 11 days')).toBeVisible();
  await expectAccessibleOnPhone(page);
  await page.keyboard.press('Enter');
  await expect(row(page, 'Bins')).toContainText('Fri 11 Dec');
  await page.keyboard.press('d');
  await page.keyboard.type('9am');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Bins')).toContainText('Fri 11 Dec, 9:00');
  // In the month.
  await page.keyboard.press('d');
  await expect(due).toBeFocused();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter'])
    await page.keyboard.press(key);
  await expect(row(page, 'Bins')).toContainText('Sat 19 Dec, 9:00');

  // Two clicks repeat it; a round is skipped, and taken back.
  await row(page, 'Bins').getByRole('link', { name: 'Bins' }).click();
  const details = page.getByLabel('Task details');
  await details.getByRole('button', { name: 'Repeats: Does not repeat' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Every Saturday' }).click();
  await details.getByRole('button', { name: 'Repeats: Every Saturday' }).click();
  await page.getByRole('menuitem', { name: 'Skip this round' }).click();
  await expect(message(page)).toContainText('Skipped “Bins”. Next: Sat 26 Dec, 9:00');
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(details.getByRole('button', { name: 'Due date: Sat 19 Dec, 9:00' })).toBeVisible();
  await details.getByRole('button', { name: 'Repeats: Every Saturday' }).click();
  await page.getByRole('menuitem', { name: 'Another rule…' }).click();
  await field(page, 'Rule').fill('every! 3 weeks');
  await expect(page.getByText('Every 3 weeks, after completion')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(details.getByRole('button', { name: /^Repeats: Every 3 weeks/ })).toBeVisible();
  await details.getByRole('button', { name: 'Deadline: no date' }).click();
  await page.getByRole('button', { name: /^Tomorrow/ }).click();
  await expect(row(page, 'Bins')).toContainText('Deadline Tomorrow');
});

test('the time zone is the browser’s at first; another one is asked for once', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.clock.setFixedTime(monday);
  const account = await signUp(page, 'Ann');
  const settings = async () => {
    const answer = await page.request.get('/trpc/settings.get');
    return (await answer.json()).result.data;
  };
  await expect.poll(settings).toMatchObject({ zone: 'Europe/Berlin', weekStart: 7 });
  await openAccount(page);
  await page.getByLabel('First day of the week').selectOption('Monday');
  await page.getByText('1 February').click();
  await expect.poll(settings).toMatchObject({ weekStart: 1, dateOrder: 'dmy' });

  const options = { baseURL: baseURL ?? '', timezoneId: 'Europe/Lisbon' };
  const away = await browser.newContext(options);
  const other = await away.newPage();
  await other.goto('/sign-in');
  await signIn(other, account);
  await button(other, 'Keep Berlin').click();
  await other.reload();
  await expect(newTask(other)).toBeVisible();
  await expect(other.getByText('You seem to be in Lisbon')).toHaveCount(0);
  await other.evaluate(() => localStorage.removeItem('tydo.zone-kept'));
  await other.reload();
  await button(other, 'Use Lisbon').click();
  await expect.poll(settings).toMatchObject({ zone: 'Europe/Lisbon' });
  await away.close();
});
