import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
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

/** Expects that the page fits on a phone, and that axe finds nothing, in light and dark. */
async function expectAccessible(page: Page) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
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

test('API tokens are made and revoked on a phone and with a screen reader', async ({ page }) => {
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

test('the details of a task, its menus and a selection work on a phone and with a screen reader', async ({
  page,
}) => {
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

test('the focus stays with its row in a list that is longer than the window', async ({ page }) => {
  await signUp(page, 'Ann');
  const headers = { origin: new URL(page.url()).origin };
  const tasks = Array.from({ length: 100 }, (_, at) => ({ title: `Number ${at + 1}` }));
  for (let at = 0; at < 3; at += 1) {
    await page.request.post('/trpc/task.createMany', { data: { tasks }, headers });
  }
  const rows = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
  await expect(rows.first()).toHaveAttribute('aria-setsize', '300');
  const box = rows.nth(2).getByRole('checkbox');
  await box.focus();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(rows.last()).toHaveAttribute('aria-posinset', '300');
  const focused = page.getByRole('listitem').filter({ has: page.locator(':focus') });
  await expect(focused).toHaveAttribute('aria-posinset', '3');
  await page.keyboard.press('Space');
  await expect(focused.getByRole('checkbox')).toBeChecked();

  // Tab goes on to rows that were not rendered, and a deleted row leaves the focus to the next.
  for (let tabs = 0; tabs < 120; tabs += 1) await page.keyboard.press('Tab');
  await expect(focused).toHaveAttribute('aria-posinset', '43');
  await page.keyboard.press('Delete');
  await expect(focused).toHaveAttribute('aria-posinset', '43');
  await expect(rows.first()).toHaveAttribute('aria-setsize', '299');
});

async function tabTo(page: Page, target: Locator, key = 'Tab') {
  const isFocused = () => target.evaluate((node) => node === document.activeElement);
  for (let tabs = 0; tabs < 20 && !(await isFocused()); tabs += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}

test('a message covers neither the row with the focus nor the end of the list', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 560 });
  await signUp(page, 'Ann');
  for (let nth = 1; nth <= 12; nth += 1) {
    await newTask(page).fill(`Number ${nth}`);
    await page.keyboard.press('Enter');
  }
  const toast = page.getByLabel('Messages').locator('.toast');
  const isAbove = async (row: Locator) => {
    const [box, message] = [await row.boundingBox(), await toast.boundingBox()];
    return box !== null && message !== null && box.y + box.height <= message.y;
  };
  await page.getByRole('checkbox', { name: 'Number 12', exact: true }).press('Delete');
  await toast.hover();
  for (const nth of [9, 8, 7, 6, 5]) {
    const box = page.getByRole('checkbox', { name: `Number ${nth}`, exact: true });
    await box.focus();
    await expect.poll(() => isAbove(box)).toBe(true);
  }
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const last = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem').last();
  await expect(last).toContainText('Number 1');
  await expect.poll(() => isAbove(last)).toBe(true);
});
