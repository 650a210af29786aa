import { expect, signUp, test } from './fixtures.ts';

test('a double click deletes or completes one task; quick single clicks act on one task each', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  for (const title of ['One', 'Two', 'Three', 'Four']) {
    await page.getByLabel('New task').fill(title);
    await page.keyboard.press('Enter');
  }
  const boxes = page.getByRole('checkbox');
  await expect(boxes).toHaveCount(4);
  await page
    .getByRole('button', { name: /^Delete/ })
    .first()
    .dblclick();
  await expect(boxes).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(boxes).toHaveCount(4);

  // In the list of active tasks, the next task moves into the place of a completed one.
  await page.getByRole('link', { name: /^Active/ }).click();
  await boxes.first().dblclick();
  await expect(boxes).toHaveCount(3);
  await boxes.first().click();
  await boxes.first().click();
  await expect(boxes).toHaveCount(1);
  await expect(page.getByRole('checkbox', { name: 'Four' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(boxes).toHaveCount(2);
});
