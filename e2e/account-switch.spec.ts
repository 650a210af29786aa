// Another person signs in while a tab is open: in another tab, or through another app on the same host.
import type { BrowserContext } from '@playwright/test';
import { callsWithoutPerson } from './calls-without-person.ts';
import {
  button,
  expect,
  field,
  newAccount,
  newTask,
  openAccount,
  personMenu,
  sidebar,
  signIn,
  signOut,
  signUp,
  test,
} from './fixtures.ts';

// The browser logs every 4xx and 5xx response as an error; these tests provoke some.
test.use({ expectedErrors: /Failed to load resource/ });

/** Signs a person in in this browser without the open tab. */
async function signInElsewhere(context: BrowserContext, how: string, data: object) {
  await context.request.post(`/api/auth/${how}/email`, { data });
}

async function titlesOf(context: BrowserContext): Promise<string[]> {
  const { result } = await (await context.request.get('/trpc/task.list')).json();
  return result.data.items.map(({ title }: { title: string }) => title);
}

const heading = 'Another account is signed in';

test('text typed in one person’s tab never reaches another account, and is kept for its owner', async ({
  page,
  context,
}) => {
  const ann = await signUp(page, 'Ann');
  const bob = newAccount();
  await newTask(page).fill('A secret of Ann');
  await signInElsewhere(context, 'sign-up', { name: 'Bob', ...bob });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  const text = `This browser is now signed in as Bob (${bob.email}).`;
  await expect(page.getByText(text)).toBeVisible();
  expect(await titlesOf(context)).toEqual([]);

  await button(page, 'Sign in as Ann').click();
  await expect(field(page, 'Email')).toHaveValue(ann.email);
  await signIn(page, ann);
  await expect(page.getByRole('checkbox', { name: 'A secret of Ann' })).toBeVisible();
  await expect.poll(() => titlesOf(context)).toEqual(['A secret of Ann']);

  // Deleting one account must not delete the other.
  await openAccount(page);
  await button(page, 'Delete account…').click();
  await field(page, 'Your password').fill(ann.password);
  await signInElsewhere(context, 'sign-in', bob);
  await button(page, 'Delete account').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  await button(page, 'Continue as Bob').click();
  await expect(personMenu(page)).toHaveText('Bob');
  await sidebar(page).getByRole('link', { name: 'Inbox' }).click();
  await expect(page.getByText('No tasks yet')).toBeVisible();
  await expect(newTask(page)).toHaveValue('');
  await expect(page.getByText('A secret of Ann')).toBeHidden();

  // Signing out must not end the other session.
  await signInElsewhere(context, 'sign-in', ann);
  await signOut(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  expect(await titlesOf(context)).toEqual(['A secret of Ann']);
});

test('every call of a signed-in page names its person', { tag: '@long' }, async ({ page }) => {
  const ann = await signUp(page, 'Ann');
  const withoutPerson = await callsWithoutPerson(page);
  await page.route('**/api/account/reminder', (route) => route.fulfill({ json: { verify: true } }));
  await page.reload();
  await button(page, 'Send link').click();
  await expect(button(page, 'Send again')).toBeVisible();
  await newTask(page).fill('One');
  await page.keyboard.press('Enter');
  await openAccount(page);
  await expect(page.getByText('This device')).toBeVisible();
  await field(page, 'Name').fill('Ann B.');
  await page.keyboard.press('Enter');
  await expect(personMenu(page)).toHaveText('Ann B.');
  await field(page, 'New email').fill(newAccount().email);
  await field(page, 'Confirm with your password').fill(ann.password);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Messages')).toContainText('Your email has been changed.');
  const downloading = page.waitForEvent('download');
  await button(page, 'Download everything').click();
  await downloading;
  await signOut(page);
  await expect(button(page, 'Sign in')).toBeVisible();
  expect(withoutPerson()).toEqual([]);
});
