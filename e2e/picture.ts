import { signUp, test } from './fixtures.ts';

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
  for (const title of tasks.toReversed()) {
    await page.getByLabel('New task').fill(title);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('checkbox', { name: 'Water the plants' }).check();
  await page.getByRole('checkbox', { name: 'Call Grandma' }).check();
  await page.getByRole('button', { name: 'Edit “Renew the passport”' }).click();
  await page.getByLabel('Description').fill('Bring the old one, two photos, and the form.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Tasks' }).click();
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: '../docs/tydo.png' });
});
