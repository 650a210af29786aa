// Dates: Today, Upcoming, quick add, recurring tasks, the date picker. The browser's clock is set.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { button, expect, message, sidebar, signUp, test } from './fixtures.ts';

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
  await expect(row(page, 'Later round: Gym')).toHaveCount(4);
  await page.screenshot({ path: '/tmp/shots/upcoming.png', fullPage: true });
  await expectAccessible(page);
});
