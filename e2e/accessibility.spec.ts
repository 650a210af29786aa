import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, signUp, test } from './fixtures.ts';

const violations = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations;

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 844 } });

    test('a phone and a screen reader can use every screen', async ({ page }) => {
      await page.goto('/sign-in');
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await signUp(page, 'Ann');
      expect(await violations(page)).toEqual([]);
      await page.getByLabel('New task').fill('A long title '.repeat(15));
      await page.keyboard.press('Enter');
      await page.getByRole('checkbox').check();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: /^Edit/ }).click();
      expect(await violations(page)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(390);
    });
  });
}

test('the keyboard alone is enough', async ({ page }) => {
  await signUp(page, 'Ann');
  await page.getByRole('heading', { name: 'Tasks' }).click();
  await page.keyboard.press('n');
  await page.keyboard.type('Typed');
  await page.keyboard.press('Enter');
  const box = page.getByRole('checkbox', { name: 'Typed' });
  await expect(box).toBeVisible();
  for (
    let tabs = 0;
    tabs < 20 && !(await box.evaluate((node) => node === document.activeElement));
    tabs += 1
  ) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  await expect(box).toBeChecked();
});
