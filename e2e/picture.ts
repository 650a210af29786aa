import { devices } from '@playwright/test';
import { signUp, test } from './fixtures.ts';
import { fillAccount } from './sample-account.ts';

const pictures = [
  { path: '../docs/tydo.png', viewport: { width: 1120, height: 700 }, colorScheme: 'light' },
  {
    path: '../docs/tydo-phone.png',
    viewport: devices['Pixel 7'].viewport,
    colorScheme: 'dark',
  },
] as const;

for (const { path, ...options } of pictures) {
  test.describe(path, () => {
    test.use({ ...options, deviceScaleFactor: 2 });

    test('takes a screenshot for the README', async ({ page }) => {
      await signUp(page, 'Ann Example');
      await fillAccount(page);
      await page.getByRole('heading', { name: 'Inbox' }).click();
      await page.waitForTimeout(1_000);
      await page.screenshot({ path });
    });
  });
}
