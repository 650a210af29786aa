// Dates: Today, Upcoming, quick add, recurring tasks, the date picker. The browser's clock is set.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
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

const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
const row = (page: Page, title: string) => rows(page).filter({ hasText: title });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** As on a phone, like every other screen. */
async function expectAccessible(page: Page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  expect((await axe.analyze()).violations).toEqual([]);
  if (size) await page.setViewportSize(size);
}

/** Monday 30 November 2026, 10:00 in Berlin. */
const monday = new Date('2026-11-30T09:00:00.000Z');

async function begin(page: Page, tasks: readonly object[] = []) {
  await page.clock.setFixedTime(monday);
  await signUp(page, 'Ann');
  const headers = { origin: new URL(page.url()).origin };
  const settings = { zone: 'Europe/Berlin' };
  await page.request.post('/trpc/settings.update', { data: settings, headers });
  if (tasks.length > 0) {
    await page.request.post('/trpc/task.createMany', { data: { tasks }, headers });
    await expect(rows(page)).toHaveCount(tasks.length);
  }
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
  await page.screenshot({ path: '/tmp/shots/today.png' });
  await expectAccessible(page);
  await button(page, 'Move all to today').click();
  await expect(rows(page)).toHaveCount(4);
  await expect(row(page, 'Late call')).toContainText('16:00');
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(6);

  await sidebar(page).getByRole('link', { name: 'Upcoming' }).click();
  await expect(heading(page)).toHaveText('Upcoming');
  await expect(row(page, 'Later round: Gym')).toHaveCount(3);
  await page.screenshot({ path: '/tmp/shots/upcoming.png', fullPage: true });
  await expectAccessible(page);
});

test('quick add shows what it understands, and Enter does what the chips say', async ({ page }) => {
  await begin(page);
  const chips = page.getByRole('list', { name: 'Understood' }).getByRole('listitem');
  const add = async (text: string, understood: RegExp[]) => {
    await newTask(page).pressSequentially(text);
    await expect(chips).toHaveText(understood);
  };
  await add('Call Bo tomorrow 9am about the car', [/Tomorrow, 9:00/]);
  await page.screenshot({ path: '/tmp/shots/quick.png' });
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
  await page.screenshot({ path: '/tmp/shots/quick-rule.png' });
  await expectAccessible(page);
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
});

test('a recurring task goes on, offline too, and is taken back', async ({ page, context }) => {
  await begin(page, [{ title: 'Gym', due: '2026-11-30', rule: 'FREQ=WEEKLY;BYDAY=MO,WE' }]);
  await sidebar(page).getByRole('link', { name: 'Upcoming' }).click();
  await expect(row(page, 'Later round: Gym')).toHaveCount(3);
  await context.setOffline(true);
  const gym = page.getByRole('checkbox', { name: 'Gym' });
  await gym.click();
  await expect(message(page)).toContainText('Completed “Gym”. Next: Wed 2 Dec');
  await expect(gym).not.toBeChecked();
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Later round: Gym')).toHaveCount(3);
  await gym.click();
  await expect(row(page, 'Later round: Gym')).toHaveCount(2);
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

test('dates and recurrence by the keyboard and in the details', async ({ page }) => {
  await begin(page, [{ title: 'Bins' }, { title: 'Report', due: '2026-11-27' }]);
  // In the row: type a date, and a time for it.
  const due = field(page, 'Due date');
  // The keys of a list are loaded after it.
  await expect(async () => {
    await page.getByRole('checkbox', { name: 'Bins' }).focus();
    await page.keyboard.press('d');
    await expect(due).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(due).toBeFocused();
  await page.keyboard.type('next fri');
  await expect(page.getByText('Fri 11 Dec · in 11 days')).toBeVisible();
  await page.screenshot({ path: '/tmp/shots/picker.png' });
  await expectAccessible(page);
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
  await page.screenshot({ path: '/tmp/shots/details.png' });
  await details.getByRole('button', { name: 'Repeats: Every Saturday' }).click();
  await page.getByRole('menuitem', { name: 'Skip this round' }).click();
  await expect(message(page)).toContainText('Skipped “Bins”. Next: Sat 26 Dec, 9:00');
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(details.getByRole('button', { name: 'Due date: Sat 19 Dec, 9:00' })).toBeVisible();
  await details.getByRole('button', { name: 'Repeats: Every Saturday' }).click();
  await page.getByRole('menuitem', { name: 'Another rule…' }).click();
  await field(page, 'Rule').fill('every! 3 weeks');
  await expect(page.getByText('Every 3 weeks, counted from when it is done')).toBeVisible();
  await page.screenshot({ path: '/tmp/shots/rule.png' });
  await page.keyboard.press('Enter');
  await expect(details.getByRole('button', { name: /^Repeats: Every 3 weeks/ })).toBeVisible();
  await details.getByRole('button', { name: 'Deadline: none' }).click();
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
