import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, signUp, test } from './fixtures.ts';

test.use({ viewport: { width: 390, height: 844 } });

/** Expects that the page fits on a phone, and that axe finds nothing, in light and dark. */
async function expectAccessible(page: Page) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  // Without legacy mode axe opens another page for frames, which takes most of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  expect((await axe.analyze()).violations).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  // axe is already in the page.
  const dark = await page.evaluate(() =>
    Object(window).axe.run({ resultTypes: ['violations'], runOnly: ['color-contrast'] }),
  );
  expect(dark.violations).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

test('every screen works on a phone and with a screen reader, in light and dark', async ({
  page,
}) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('Email').fill(`${'long'.repeat(15)}@example.com`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Send again' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/reset-password?token=x');
  await expect(page.getByLabel('New password')).toBeVisible();
  await expectAccessible(page);
  await page.goto('/verified?error=INVALID_TOKEN');
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expectAccessible(page);
  await signUp(page, 'Ann');
  await expectAccessible(page);
  await page.getByLabel('New task').fill('A long title '.repeat(15));
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: /^Edit/ }).click();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Ann' }).click();
  await page.getByRole('button', { name: 'Delete account…' }).click();
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This device')).toBeVisible();
  await expectAccessible(page);
});

test('people can use the page with the keyboard only', async ({ page }) => {
  await signUp(page, 'Ann');
  await page.getByRole('heading', { name: 'Tasks' }).click();
  await page.keyboard.press('n');
  await page.keyboard.type('Typed');
  await page.keyboard.press('Enter');
  const box = page.getByRole('checkbox', { name: 'Typed' });
  await expect(box).toBeVisible();
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await expect(box).toBeChecked();

  await tabTo(page, page.getByRole('link', { name: 'Ann' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const name = page.getByRole('textbox', { name: 'Name' });
  await tabTo(page, name);
  await page.keyboard.type('Annabel');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Annabel' })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Tasks' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(box).toBeVisible();
});

async function tabTo(page: Page, target: Locator, key = 'Tab') {
  const isFocused = () => target.evaluate((node) => node === document.activeElement);
  for (let tabs = 0; tabs < 20 && !(await isFocused()); tabs += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}
