// The palette, single keys, and how the page looks on this device.
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { button, expect, newTask, openAccount, sidebar, signUp, test } from './fixtures.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const palette = (page: Page) => page.getByRole('dialog', { name: 'Go to or do' });
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });
const option = (page: Page, name: string) => palette(page).getByRole('option', { name });

/** Opens the palette, types, and takes what stands first. */
async function choose(page: Page, text: string, first: string) {
  await page.keyboard.press('Control+K');
  await expect(palette(page).getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text);
  await expect(palette(page).getByRole('option').first()).toContainText(first);
  await page.keyboard.press('Enter');
  await expect(palette(page)).toHaveCount(0);
}

test('the palette goes anywhere and does what buttons do, and learns what is used', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await newTask(page).fill('Call the dentist');
  await page.keyboard.press('Enter');
  await choose(page, 'upc', 'Upcoming');
  await expect(heading(page)).toHaveText('Upcoming');

  await page.keyboard.press('Control+K');
  await page.keyboard.type('Garden');
  await option(page, 'New list “Garden”').click();
  await expect(heading(page)).toHaveText('Garden');
  await choose(page, 'inb', 'Inbox');
  await choose(page, 'gard', 'Garden');
  await expect(heading(page)).toHaveText('Garden');

  // What was used last stands first.
  await page.keyboard.press('Control+K');
  await expect(palette(page).getByRole('option').first()).toContainText('Garden');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);

  await choose(page, 'dentist', 'Call the dentist');
  await expect(page.getByLabel('Task details')).toContainText('Call the dentist');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Buy seeds');
  await option(page, 'Add task “Buy seeds”').click();
  await expect(newTask(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem').filter({ hasText: 'Buy seeds' })).toBeVisible();
  await choose(page, 'undo', 'Undo');
  await expect(page.getByRole('listitem').filter({ hasText: 'Buy seeds' })).toHaveCount(0);
});

test('single keys go, add and act on a row; they can be turned off', async ({ page }) => {
  await signUp(page, 'Ann');
  const headers = { origin: new URL(page.url()).origin };
  await page.request.post('/trpc/list.create', { data: { name: 'Home' }, headers });
  await expect(sidebar(page).getByRole('link', { name: 'Home' })).toBeVisible();
  for (const title of ['Milk', 'Bread']) {
    await newTask(page).fill(title);
    await page.keyboard.press('Enter');
  }
  await newTask(page).blur();
  const box = (name: string) => page.getByRole('checkbox', { name });
  await page.keyboard.press('j');
  await expect(box('Milk')).toBeFocused();
  const high = page.getByRole('menuitemcheckbox', { name: 'High priority' });
  // The keys of a row are loaded after the rows.
  await expect(async () => {
    await page.keyboard.press('p');
    await expect(high).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await high.click();
  await page.keyboard.press('#');
  await page.keyboard.type('shop');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listitem').filter({ hasText: 'Milk' })).toContainText('shop');
  await expect(box('Milk')).toBeFocused();
  await page.keyboard.press('l');
  await expect(page.getByRole('combobox', { name: 'Move to' })).toBeFocused();
  await page.keyboard.type('Home');
  await page.keyboard.press('Enter');
  // The row has left the list: the next one has the focus.
  await expect(box('Milk')).toHaveCount(0);
  await expect(box('Bread')).toBeFocused();

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(heading(page)).toHaveText('Today');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText('Today');
  await heading(page).click();
  await page.keyboard.press('q');
  await expect(newTask(page)).toBeFocused();

  await newTask(page).blur();
  await page.keyboard.press('?');
  await expect(button(page, 'Close')).toBeFocused();
  await expectAccessible(page);
  await sheet(page).getByRole('button', { name: 'Turn single keys off' }).click();
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await page.keyboard.press('?');
  await expect(heading(page)).toHaveText('Today');
  await expect(sheet(page)).toHaveCount(0);
  await choose(page, 'single', 'Turn single keys on');
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await expect(heading(page)).toHaveText('Upcoming');
});

test('theme and density are kept in this browser, and there before the first paint', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await newTask(page).fill('Milk');
  await page.keyboard.press('Enter');
  const row = page.getByRole('listitem').filter({ hasText: 'Milk' });
  const height = async () => (await row.boundingBox())?.height;
  expect(await height()).toBe(38);
  await page.keyboard.press('Control+K');
  await option(page, 'Density: compact').click();
  await expect.poll(height).toBe(30);
  await openAccount(page);
  const theme = page.getByRole('group', { name: 'Theme' });
  await theme.getByText('Dark').click();
  const root = page.locator('html');
  await expect(root).toHaveCSS('color-scheme', 'dark');
  await expectAccessible(page);
  await page.reload();
  await expect(root).toHaveCSS('color-scheme', 'dark');
  await expect(theme.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await page.getByRole('link', { name: 'Inbox' }).click();
  await expect.poll(height).toBe(30);
});
