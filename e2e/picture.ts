import { expect, signUp, test } from './fixtures.ts';

const tasks = [
  'Renew the passport {in 6 weeks} p1',
  'Write the talk outline: what worked, what did not, what next',
  'Call Grandma every sunday 4pm @phone',
  'Buy rye bread and milk today @errand',
  'Book a table for six tomorrow 12:00 @phone p2',
  'Water the plants every! 4 days',
];

test.use({ viewport: { width: 1120, height: 700 }, deviceScaleFactor: 2 });

test('takes the screenshot for the README', async ({ page }) => {
  await signUp(page, 'Ann Example');
  for (const [name, color] of [
    ['Home', 'green'],
    ['Work', 'blue'],
    ['Trip to Lisbon', 'orange'],
  ] as const) {
    await page.getByRole('button', { name: 'Add list' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('radio', { name: color }).check({ force: true });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  }
  await page.getByRole('link', { name: 'Inbox' }).click();
  for (const title of tasks) {
    await page.getByLabel('New task').fill(title);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('checkbox', { name: 'Write the talk outline' }).check();
  await page.getByRole('button', { name: 'Edit “Renew the passport”' }).click();
  await page.getByLabel('Description').fill('Bring the old one, two photos, and the form.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).click();
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: '../docs/tydo.png' });
});
