import { expect, signUp, test } from './fixtures.ts';

test('a double click on Delete deletes one task', async ({ page }) => {
  await signUp(page, 'Ann');
  for (const title of ['One', 'Two', 'Three']) {
    await page.getByLabel('New task').fill(title);
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('checkbox')).toHaveCount(3);
  await page
    .getByRole('button', { name: /^Delete/ })
    .first()
    .dblclick();
  await expect(page.getByRole('checkbox')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(3);
});

test('among active tasks a double click completes one, and quick single clicks each their own', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  for (const title of ['One', 'Two', 'Three', 'Four']) {
    await page.getByLabel('New task').fill(title);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('link', { name: /^Active/ }).click();
  const boxes = page.getByRole('checkbox');
  await expect(boxes).toHaveCount(4);
  await boxes.first().dblclick();
  await expect(boxes).toHaveCount(3);
  await boxes.first().click();
  await boxes.first().click();
  await expect(boxes).toHaveCount(1);
  await expect(page.getByRole('checkbox', { name: 'One' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(boxes).toHaveCount(2);
});
