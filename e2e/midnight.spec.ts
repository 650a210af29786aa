// The page is open while a day ends and while the clocks change. The browser's clock runs ahead.
import type { Page } from '@playwright/test';
import { openDatedPage, row, rows } from './dated-page.ts';
import { expect, message, sidebar, test } from './fixtures.ts';

test.use({ timezoneId: 'Europe/Berlin', expectedErrors: /Failed to load resource/ });

const open = (page: Page, name: string) => sidebar(page).getByRole('link', { name }).click();
const toOpen = (page: Page) => sidebar(page).getByRole('link', { name: 'Today' });

test('at midnight Today and what is overdue change by themselves', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-11-30T23:57:00+01:00') });
  await openDatedPage(page, [
    { title: 'Bread', due: '2026-11-30' },
    { title: 'Call', due: '2026-12-01T00:10' },
    { title: 'Thesis', deadline: '2026-12-01' },
  ]);
  await open(page, 'Today');
  await expect(rows(page)).toHaveText([/Bread/]);
  await expect(toOpen(page)).toContainText('1 open');

  await page.clock.fastForward('04:00');
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

const nights = [
  {
    name: 'the clocks are set forward',
    evening: '2027-03-27T23:50:00+01:00',
    days: ['2027-03-27', '2027-03-28'],
    // From 1:59 to 3:10; 2:30 is 3:30.
    steps: ['02:09:00', '11:00', '25:00'],
  },
  {
    name: 'the clocks are set back',
    evening: '2026-10-24T23:50:00+02:00',
    days: ['2026-10-24', '2026-10-25'],
    // To 2:29, the first of the two.
    steps: ['02:20:00', '19:00', '05:00'],
  },
];

for (const { name, evening, days, steps } of nights) {
  test(`days and times stay what they are in the night in which ${name}`, async ({
    page,
    context,
  }) => {
    const [today, tomorrow] = days;
    await page.clock.install({ time: new Date(evening) });
    await openDatedPage(page, [
      { title: 'Pills', due: `${today}T09:00`, rule: 'FREQ=DAILY' },
      { title: 'Bins', due: today, rule: 'FREQ=DAILY' },
      { title: 'Baker', due: `${tomorrow}T02:30` },
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

    const [night = '', before = '', past = ''] = steps;
    await page.clock.fastForward(night);
    await expect(rows(page)).toHaveText([/Pills.*9:00/s, /Bins/, /Baker.*2:30/s]);
    await page.clock.fastForward(before);
    await expect(rows(page)).toHaveText([/Pills.*9:00/s, /Bins/, /Baker.*2:30/s]);
    await page.clock.fastForward(past);
    await expect(rows(page)).toHaveText([/Overdue/, /Baker.*2:30/s, /Today/, /Pills/, /Bins/]);

    await page.getByRole('checkbox', { name: 'Pills' }).click();
    await expect(message(page)).toContainText('Next: Tomorrow, 9:00');
    await page.getByRole('checkbox', { name: 'Bins' }).click();
    await page.clock.fastForward('24:00:00');
    await expect(rows(page)).toHaveText([/Overdue/, /Baker/, /Today/, /Pills.*9:00/s, /Bins/]);
    await page.getByRole('checkbox', { name: 'Pills' }).click();
    await expect(message(page)).toContainText('Next: Tomorrow, 9:00');
  });
}
