import type { Locator, Page } from '@playwright/test';
import { expectAccessible as expectNoViolations } from './axe.ts';
import {
  badRequest,
  button,
  expect,
  interceptCalls,
  newTask,
  openAccount,
  personMenu,
  sidebar,
  signOut,
  signUp,
  test,
} from './fixtures.ts';

test.use({ viewport: { width: 320, height: 700 }, expectedErrors: /Failed to load resource/ });

/** Expects that the page fits on a phone, and that axe finds nothing: in light, and in `npm run test:long` in dark too. */
async function expectAccessible(page: Page, part?: string) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
  await expectNoViolations(page, part === undefined ? {} : { part });
  if (!test.info().config.metadata['isLong']) return;
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page, { rule: 'color-contrast' });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('every screen works on a phone and with a screen reader', { tag: '@also-long' }, async ({
  page,
  context,
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
  await page.getByRole('button', { name: /^More for “A long/ }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Search tasks' }).click();
  await page.getByRole('searchbox').fill('long');
  await expect(page.getByRole('checkbox')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expectListsAccessible(page);
  await interceptCalls(page, 'task.create', () => badRequest);
  await page.getByLabel('New task').fill('A refused title '.repeat(12));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Not saved')).toBeVisible();
  await context.setOffline(true);
  await signOut(page);
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Show the sidebar' }).click();
  await expectAccessible(page);
  await sidebar(page).getByRole('link', { name: 'History' }).click();
  await expect(
    page.getByRole('list', { name: 'History' }).getByRole('listitem').first(),
  ).toBeVisible();
  await expectAccessible(page);
  await openAccount(page);
  await page.getByRole('button', { name: 'Delete account…' }).click();
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This device')).toBeVisible();
  await expectAccessible(page);
});

test('API tokens are made and revoked on a phone and with a screen reader', {
  tag: '@long',
}, async ({ page }) => {
  await signUp(page, 'Ann');
  await openAccount(page);
  await button(page, 'New token…').click();
  await expectAccessible(page);
  await button(page, 'Create token').click();
  await expect(page.getByRole('alert')).toContainText('Write something here.');
  await expectAccessible(page);
  await page.getByLabel('Name', { exact: true }).last().fill('Backup script '.repeat(7).trim());
  await button(page, 'Create token').click();
  await expect(page.getByLabel('Your new token')).toBeVisible();
  await expectAccessible(page);
  await button(page, 'Done').click();
  const tokens = page.getByRole('list', { name: 'Tokens' });
  await expect(tokens.getByRole('listitem')).toBeVisible();
  await expectAccessible(page);
  await tokens.getByRole('button', { name: /Revoke/ }).click();
  await expectAccessible(page);
});

/** A list with a section, a label and a filter, on the way to them and in their forms. */
async function expectListsAccessible(page: Page) {
  const name = page.getByRole('textbox', { name: 'Name' });
  const inSidebar = async (role: 'button' | 'link', what: string) => {
    await page.getByRole('button', { name: 'Show the sidebar' }).click();
    await sidebar(page).getByRole(role, { name: what }).first().click();
  };
  await inSidebar('button', 'Add list');
  await name.fill('Home');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add section' }).click();
  await name.fill('Kitchen');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add a task to “Kitchen”' }).click();
  await page.keyboard.type('Tidy up');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Tidy up' })).toBeVisible();
  await expectAccessible(page);
  await inSidebar('button', 'Add label');
  await name.fill('phone');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('phone');
  await expectAccessible(page);
  await inSidebar('button', 'Add filter');
  await name.fill('Calls');
  await page.getByLabel('Shows tasks with').fill('@phone | (');
  await expect(page.getByRole('alert')).toContainText('Expected');
  await expectAccessible(page);
  await page.getByLabel('Shows tasks with').fill('@phone | @nobody');
  await expect(page.getByText('There is nothing named “nobody”.')).toBeVisible();
  await page.getByRole('button', { name: 'Add', exact: true }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Calls');
  await expectAccessible(page);
  await inSidebar('link', 'Inbox');
}

test('the details of a task, its menus and a selection work on a phone and with a screen reader', {
  tag: '@also-long',
}, async ({ page }) => {
  await signUp(page, 'Ann');
  for (const title of ['A long title '.repeat(15), 'Milk']) {
    await newTask(page).fill(title);
    await page.keyboard.press('Enter');
  }
  const panel = page.getByLabel('Task details');
  await page.getByRole('link', { name: 'Milk' }).click();
  await panel.getByText('High').click();
  await panel.getByLabel('New subtask').fill('A long subtask '.repeat(12));
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Add labels' }).click();
  await page.keyboard.type('phone');
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'History' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await page.getByRole('link', { name: 'Milk' }).press('x');
  await expect(page.getByRole('toolbar')).toBeVisible();
  await page.getByRole('link', { name: 'Milk' }).click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page);
});

test('people can use the page with the keyboard only', async ({ page }) => {
  await signUp(page, 'Ann');
  await page.getByRole('heading', { name: 'Inbox' }).click();
  await page.keyboard.press('n');
  await page.keyboard.type('Typed');
  await page.keyboard.press('Enter');
  const box = page.getByRole('checkbox', { name: 'Typed' });
  await expect(box).toBeVisible();
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await expect(box).toBeChecked();

  await tabTo(page, personMenu(page), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Your account' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const name = page.getByRole('textbox', { name: 'Name' });
  await tabTo(page, name);
  await page.keyboard.type('Annabel');
  await page.keyboard.press('Enter');
  await expect(personMenu(page)).toHaveText('Annabel');
  await tabTo(page, button(page, 'Show the sidebar'), 'Shift+Tab');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(box).toBeVisible();
});

async function tabTo(page: Page, target: Locator, key = 'Tab') {
  const isFocused = () => target.evaluate((node) => node === document.activeElement);
  for (let tabs = 0; tabs < 20 && !(await isFocused()); tabs += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}
