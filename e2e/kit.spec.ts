// The primitives of the page, on the page of the development server that shows them all.
import { startDevServer } from '@tydo/web/start-dev-server';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';

test('every primitive works by keyboard and with a screen reader, in light and dark', {
  tag: '@long',
}, async ({ page }) => {
  await using server = await startDevServer();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${server.url}kit`);
  await expect(page.getByRole('heading', { name: 'Kit' })).toBeAttached();
  await expectAccessible(page);

  for (const theme of ['Light', 'Dark']) {
    const part = page.getByRole('region', { name: theme });
    const item = (name: string) => part.getByRole('menuitem', { name });
    const more = part.getByRole('button', { name: 'More' }).last();
    await more.focus();
    await page.keyboard.press('ArrowDown');
    await expect(item('Edit')).toBeFocused();
    await expectAccessible(page, { part: '[popover]:popover-open' });
    await page.keyboard.press('ArrowUp');
    await expect(item('Delete')).toBeFocused();
    await page.keyboard.press('Home');
    await page.keyboard.press('m');
    await expect(item('Move to…')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(part.getByRole('combobox', { name: 'Move to' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(more).toBeFocused();

    const labels = part.getByRole('button', { name: 'Labels (2)' });
    await labels.click();
    await expect(part.getByRole('combobox', { name: 'Labels' })).toBeFocused();
    await expectAccessible(page, { part: '[popover]:popover-open' });
    await page.keyboard.type('GREEN');
    const options = part.getByRole('listbox').getByRole('option');
    const green = options.filter({ hasText: 'The green list' });
    await expect(options).toHaveText(['The green list', 'Create “GREEN”']);
    await page.keyboard.press('Enter');
    await expect(green).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Escape');
    await expect(part.getByRole('button', { name: 'Labels (3)' })).toBeFocused();

    const alert = part.getByRole('button', { name: 'Alert' });
    await alert.press('Enter');
    await expect(part.getByRole('button', { name: 'Keep' })).toBeFocused();
    await expectAccessible(page, { part: 'dialog' });
    await page.keyboard.press('Escape');
    await expect(alert).toBeFocused();

    await part.getByRole('button', { name: 'Edit', exact: true }).focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(page.locator('.tooltip')).toHaveText('EditE');
    await page.keyboard.press('Escape');
    await expect(page.locator('.tooltip')).toHaveCount(0);
  }
});
