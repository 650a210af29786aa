// Another person is signed in past a tab: by another tab, or by another app on the same host.
import type { BrowserContext, Request } from '@playwright/test';
import { button, expect, field, newAccount, signIn, signUp, tasks, test } from './fixtures.ts';

// A browser logs every answer of 4xx and 5xx as an error; here they are wanted.
test.use({ expectedErrors: /Failed to load resource/ });

/** Signs somebody in in this browser, past every tab. */
async function signInPast(context: BrowserContext, how: string, data: object) {
  await context.request.post(`/api/auth/${how}/email`, { data });
}

async function titlesOf(context: BrowserContext): Promise<string[]> {
  const { result } = await (await context.request.get('/trpc/task.list')).json();
  return result.data.items.map(({ title }: { title: string }) => title);
}

const heading = 'Another account is signed in';

test('what is typed in the tab of one person never reaches another’s list, and is there again later', async ({
  page,
  context,
}) => {
  const ann = await signUp(page, 'Ann');
  const bob = newAccount();
  await tasks(page).fill('A secret of Ann');
  await signInPast(context, 'sign-up', { name: 'Bob', ...bob });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  const said = `Somebody else is signed in in this browser now: Bob (${bob.email}).`;
  await expect(page.getByText(said)).toBeVisible();
  expect(await titlesOf(context)).toEqual([]);

  await button(page, 'Sign in as Ann').click();
  await expect(field(page, 'Email')).toHaveValue(ann.email);
  await signIn(page, ann);
  await expect(tasks(page)).toHaveValue('A secret of Ann');
  await tasks(page).press('Enter');
  await expect.poll(() => titlesOf(context)).toEqual(['A secret of Ann']);

  // Nor is the other's account deleted, or shown, by what was begun for one's own.
  await page.getByRole('link', { name: 'Ann' }).click();
  await button(page, 'Delete your account…').click();
  await field(page, 'Your password').fill(ann.password);
  await signInPast(context, 'sign-in', bob);
  await button(page, 'Delete everything').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  await button(page, 'Continue as Bob').click();
  await expect(page.getByRole('link', { name: 'Bob' })).toBeVisible();
  await page.getByRole('link', { name: 'Tasks' }).click();
  await expect(page.getByText('A clear page')).toBeVisible();
  await expect(tasks(page)).toHaveValue('');
  await expect(page.getByText('A secret of Ann')).toBeHidden();

  // Nor is the other signed out.
  await signInPast(context, 'sign-in', ann);
  await button(page, 'Sign out').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  expect(await titlesOf(context)).toEqual(['A secret of Ann']);
});

test('every call of a person’s page says whose it is', async ({ page }) => {
  const silent: string[] = [];
  let said: string | undefined;
  await signUp(page, 'Ann');
  const { user } = await (await page.request.get('/api/auth/get-session')).json();
  // Who is signed in is asked of everybody; the others are before a sign-in.
  const everybody = /get-session|sign-in|sign-up|request-password-reset|\/assets\//;
  page.on('request', (request: Request) => {
    const { pathname } = new URL(request.url());
    if (!/^\/(trpc|api)\//.test(pathname) || everybody.test(pathname)) return;
    said = request.headers()['x-tydo-person'];
    if (said !== user.id) silent.push(pathname);
  });
  await page.route('**/api/account/reminder', (route) => route.fulfill({ json: { verify: true } }));
  await page.reload();
  await button(page, 'Send the link').click();
  await expect(button(page, 'Send it again')).toBeVisible();
  await tasks(page).fill('One');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Ann' }).click();
  await expect(page.getByText('This device')).toBeVisible();
  await field(page, 'Name').fill('Ann B.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Ann B.' })).toBeVisible();
  await field(page, 'New email').fill(newAccount().email);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Messages')).toContainText('Your email is changed.');
  const downloading = page.waitForEvent('download');
  await button(page, 'Download everything').click();
  await downloading;
  await button(page, 'Sign out').click();
  await expect(button(page, 'Sign in')).toBeVisible();
  expect(silent).toEqual([]);
  expect(said).toBe(user.id);
});
