import { expect, signUp, test } from './fixtures.ts';

const tasks = [
  'Renew the passport',
  'Write the talk outline: what worked, what did not, what next',
  'Call Grandma',
  'Buy rye bread and milk',
  'Book a table for Thursday',
  'Water the plants',
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
  await page.getByRole('checkbox', { name: 'Water the plants' }).check();
  await page.getByRole('checkbox', { name: 'Call Grandma' }).check();
  await page.getByRole('button', { name: 'Edit “Renew the passport”' }).click();
  await page.getByLabel('Description').fill('Bring the old one, two photos, and the form.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).click();
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: '../docs/tydo.png' });
});
