import type { Page } from '@playwright/test';
import {
  button,
  expect,
  fillSignUpForm,
  message,
  newAccount,
  newTask,
  sidebar,
  signIn,
  signOut,
  signUp,
  test,
} from './fixtures.ts';

// A read that is under way at the sign-out is answered with a 401.
test.use({ expectedErrors: /status of 401/ });

test('a person signs up, works with tasks, and finds them again; another person does not see them', async ({
  page,
}) => {
  const account = newAccount();
  await page.goto('/sign-up');
  await fillSignUpForm(page, 'Ann', account);
  const list = page.getByRole('list', { name: /tasks/i });

  for (const title of ['Water the plants', 'Call Bo', 'Buy bread']) {
    await page.getByLabel('New task').fill(title);
    await page.keyboard.press('Enter');
    await expect(list.getByText(title)).toBeVisible();
  }
  await page.getByRole('checkbox', { name: 'Call Bo' }).check();

  await page.getByRole('button', { name: 'Edit “Buy bread”' }).click();
  await page.getByLabel('Title').fill('Buy rye bread');
  await page.getByLabel('Description').fill('Two loaves,\nsliced');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(list.getByText('Two loaves,')).toBeVisible();

  // It disappears from the page before the server has deleted it.
  const deleted = page.waitForResponse('**/trpc/sync.push');
  await page.getByRole('button', { name: 'Delete “Water the plants”' }).click();
  await expect(list.getByText('Water the plants')).toBeHidden();
  await deleted;

  await page.reload();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByText('Buy rye bread')).toBeVisible();
  await expect(list.getByText('Two loaves,')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Call Bo' })).toBeChecked();

  await page.getByRole('link', { name: /^Active/ }).click();
  await expect(list.getByRole('listitem')).toHaveText([/Buy rye bread/]);
  await page.getByRole('link', { name: /^Completed/ }).click();
  await expect(list.getByRole('listitem')).toHaveText([/Call Bo/]);

  await signOut(page);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('Call Bo')).toBeHidden();

  await signUp(page, 'Bo');
  await expect(page.getByText(/rye bread/)).toBeHidden();
  await expect(list.getByRole('listitem')).toHaveCount(0);
  await tryExamples(page);
  await signOut(page);

  await signIn(page, account);
  await expect(list.getByText('Buy rye bread')).toBeVisible();
});

/** In an empty account: examples show what can be done, and go at once. */
async function tryExamples(page: Page) {
  const rows = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
  const errand = sidebar(page).getByRole('link', { name: 'errand' });
  await expect(newTask(page)).toBeFocused();
  await expect(page.getByText('Go to or do anything')).toBeVisible();
  await button(page, 'Try with examples').click();
  await expect(rows).toHaveCount(9);
  await expect(rows.filter({ hasText: 'Buy bread and milk' })).toContainText('Today');
  await expect(errand).toBeVisible();
  await page.getByRole('checkbox', { name: 'Call Grandma' }).click();
  await expect(rows).toHaveCount(10);
  await page.reload();
  await button(page, 'Remove examples').click();
  await expect(page.getByText('No tasks yet')).toBeVisible();
  await expect(errand).toHaveCount(0);
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(10);
  await button(page, 'Remove examples').click();
  await expect(page.getByText('No tasks yet')).toBeVisible();
}

test('an unknown address shows "Page not found" with a link home, signed out and signed in; closed sign-up says so', async ({
  page,
}) => {
  const heading = page.getByRole('heading', { level: 1 });
  await page.goto('/no-such-page');
  await expect(heading).toHaveText('Page not found');
  await page.getByRole('link', { name: 'Go to the home page' }).click();
  await expect(heading).toHaveText('Sign in');

  // With closed sign-up the server says so in a header.
  const headers = { 'x-tydo-sign-up': 'closed' };
  await page.route('**/api/auth/get-session', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
  });
  await page.goto('/sign-up');
  await expect(heading).toHaveText('Sign-up is closed');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await page.unrouteAll();

  await signUp(page, 'Ann');
  await page.goto('/no-such-page');
  await expect(heading).toHaveText('Page not found');
  await page.getByRole('link', { name: 'Go to the home page' }).click();
  await expect(heading).toHaveText('Inbox');
  await page.goto('/sign-in');
  await expect(heading).toHaveText('Inbox');
});
