// The page is open while a day ends and while the clocks change. The browser's clock runs ahead.
import type { Page } from '@playwright/test';
import { openDatedPage, row, rows } from './dated-page.ts';
import { expect, message, sidebar, test } from './fixtures.ts';

test.use({
  timezoneId: 'Europe/Berlin',
  expectedErrors: /Failed to load resource/,
  ownProfile: true,
});

const open = (page: Page, name: string) => sidebar(page).getByRole('link', { name }).click();
const toOpen = (page: Page) => sidebar(page).getByRole('link', { name: 'Today' });

test('at midnight Today and what is overdue change by themselves', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-11-30T23:50:00+01:00') });
  await openDatedPage(page, [
    { title: 'Bread', due: '2026-11-30' },
    { title: 'Call', due: '2026-12-01T00:10' },
    { title: 'Thesis', deadline: '2026-12-01' },
  ]);
  await open(page, 'Today');
  await expect(rows(page)).toHaveText([/Bread/]);
  await expect(toOpen(page)).toContainText('1 open');

  await page.clock.fastForward('11:00');
  await expect(rows(page)).toHaveText([/Overdue/, /Bread.*Yesterday/s, /Today/, /Call/, /Thesis/]);
  await expect(toOpen(page)).toContainText('3 open');
  await expect(page.getByText('Tue 1 Dec', { exact: true })).toBeVisible();

  await page.clock.fastForward('10:00');
  await expect(rows(page)).toHaveText([/Overdue/, /Bread/, /Call/, /Today/, /Thesis/]);
  await open(page, 'Upcoming');
  await expect(rows(page).first()).toContainText('Today');
  await expect(rows(page).first()).toContainText('Tue 1 Dec');
  await page.clock.fastForward('24:00:00');
  await expect(rows(page).first()).toContainText('Wed 2 Dec');
});

test('days and times stay what they are in the night in which the clocks are set forward', {
  tag: '@long',
}, async ({ page, context }) => {
  await page.clock.install({ time: new Date('2027-03-27T23:50:00+01:00') });
  await openDatedPage(page, [
    { title: 'Pills', due: '2027-03-27T09:00', rule: 'FREQ=DAILY' },
    { title: 'Bins', due: '2027-03-27', rule: 'FREQ=DAILY' },
    { title: 'Baker', due: '2027-03-28T02:30' },
  ]);
  await open(page, 'Today');
  await expect(rows(page)).toHaveText([/Overdue/, /Pills/, /Today/, /Bins/]);
  await open(page, 'Upcoming');
  await expect(row(page, 'Baker')).toBeVisible();
  // Its clock is not the one of the server.
  await context.setOffline(true);
  await page.getByRole('checkbox', { name: 'Bins' }).click();
  await expect(message(page)).toContainText('Next: Tomorrow');
  await page.getByRole('checkbox', { name: 'Pills' }).click();
  await expect(message(page)).toContainText('Next: Tomorrow, 9:00');
  await open(page, 'Today');
  await expect(page.getByText('Nothing is due today')).toBeVisible();

  // 1:59, and then 3:10: 2:30 is skipped, it is 3:30.
  for (const step of ['02:09:00', '11:00']) {
    await page.clock.fastForward(step);
    await expect(rows(page)).toHaveText([/Pills.*9:00/s, /Bins/, /Baker.*2:30/s]);
  }
  await page.clock.fastForward('25:00');
  await expect(rows(page)).toHaveText([/Overdue/, /Baker.*2:30/s, /Today/, /Pills/, /Bins/]);

  await page.getByRole('checkbox', { name: 'Pills' }).click();
  await expect(message(page)).toContainText('Next: Tomorrow, 9:00');
  await page.getByRole('checkbox', { name: 'Bins' }).click();
  await page.clock.fastForward('24:00:00');
  await expect(rows(page)).toHaveText([/Overdue/, /Baker/, /Today/, /Pills.*9:00/s, /Bins/]);
  await page.getByRole('checkbox', { name: 'Pills' }).click();
  await expect(message(page)).toContainText('Next: Tomorrow, 9:00');
});
