// What people do with their accounts, from sign-up to deletion.
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { codesOf } from '@tydo/api/testing/totp';
import { expectAccessible } from './axe.ts';
import { callsWithoutPerson } from './calls-without-person.ts';
import {
  button,
  expect,
  field,
  fillSignUpForm,
  message,
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

const signedOut = 'You were signed out. Sign in to continue where you left off.';

/** Does something that needs a session. The page may have noticed its end already, or notice it meanwhile. */
async function typeTooLate(input: Locator) {
  await input
    .fill('Too late', { timeout: 5_000 })
    .then(() => input.press('Enter', { timeout: 5_000 }))
    .catch(() => undefined);
}

async function expectSignedOut(page: Page) {
  await typeTooLate(newTask(page));
  await expect(page.getByText(signedOut)).toBeVisible();
}

test('a person confirms their address, and resets a forgotten password by mail', async ({
  page,
  browser,
  baseURL,
  mailTo,
}) => {
  // A server that sends mail answers so for an account that is older than its mail settings.
  await page.route('**/api/account/reminder', (route) => route.fulfill({ json: { verify: true } }));
  const { email, password } = await signUp(page, 'Ann');
  await button(page, 'Send link').click();
  await expect(page.getByText(`We sent a link to ${email}.`)).toBeVisible();
  await expect(button(page, 'Send again')).toBeFocused();
  await page.goto((await mailTo(email)).link);
  await expect(page.getByRole('heading')).toHaveText('Your email is confirmed');
  await page.getByRole('link', { name: 'Go to your tasks' }).click();
  await expect(newTask(page)).toBeVisible();
  await expect(button(page, 'Send link')).toBeHidden();

  await using elsewhere = await browser.newContext({ baseURL: baseURL ?? '' });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await other.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(other.getByRole('heading')).toBeFocused();
  await button(other, 'Send link').click();
  await expect(field(other, 'Email')).toBeFocused();
  await expect(other.getByRole('alert')).toContainText('Enter an email address');
  await field(other, 'Email').fill(email);
  await other.keyboard.press('Enter');
  await expect(other.getByText(`If ${email} has an account, we sent a link there.`)).toBeVisible();
  await button(other, 'Send again').click();
  await expect(other.getByText('Sent again.')).toBeVisible();

  const { link } = await mailTo(email, 3);
  await other.goto(link);
  await expect(other).toHaveURL('/reset-password');
  await expect(other.getByText('At least 8 characters')).toBeVisible();
  await field(other, 'New password').fill('short');
  await other.keyboard.press('Enter');
  await expect(other.getByRole('alert')).toContainText('at least 8');
  const changed = { email, password: `new ${password}` };
  await field(other, 'New password').fill(changed.password);
  await button(other, 'Change password').click();
  await expect(other.getByText('Your password has been changed.')).toBeVisible();
  const tooMany = { status: 429, headers: { 'retry-after': '50' }, json: {} };
  await other.route('**/sign-in/email', (route) => route.fulfill(tooMany), { times: 1 });
  await signIn(other, changed);
  await expect(other.getByRole('alert')).toContainText('Try again in 50 seconds.');
  await button(other, 'Sign in').click();
  await expect(newTask(other)).toBeVisible();

  await expectSignedOut(page);
  await signIn(page, { email, password });
  await expect(page.getByRole('alert')).toContainText('is wrong');
  await page.goto(link);
  await expect(page.getByRole('heading')).toHaveText('This link no longer works');
  await expect(page.getByRole('link', { name: 'Get a new link' })).toBeVisible();
});

test('a person changes name, email and password, and signs out on other devices, without losing a draft', async ({
  page,
  browser,
  baseURL,
}) => {
  const taken = await signUp(page, 'Bo');
  await signOut(page);
  // Its answer takes the cookie away, also that of the next person.
  await expect(button(page, 'Sign in')).toBeVisible();
  const account = await signUp(page, 'Ann');
  const withoutPerson = await callsWithoutPerson(page);
  await newTask(page).fill('Half a thought');
  await openAccount(page);
  await expect(page.getByRole('heading', { name: 'Your account', exact: true })).toBeFocused();

  await field(page, 'Name').fill(' ');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('What should we call you?');
  await field(page, 'Name').fill('Ann B.');
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Your name has been changed.');

  await field(page, 'New email').fill(taken.email);
  await field(page, 'Confirm with your password').fill(account.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('There is already an account with this email.');
  await expect(field(page, 'New email')).toBeFocused();
  const changed = newAccount();
  await field(page, 'New email').fill(changed.email);
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Your email has been changed.');
  await expect(page.getByText(`You sign in with ${changed.email}`)).toBeVisible();

  await field(page, 'Current password').fill('not the one');
  await field(page, 'New password').fill(changed.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('The password is wrong.');
  await expect(field(page, 'Current password')).toBeFocused();
  await field(page, 'Current password').fill(account.password);
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Your password has been changed.');
  await expect(field(page, 'New password')).toBeEmpty();

  await using elsewhere = await browser.newContext({
    baseURL: baseURL ?? '',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await signIn(other, changed);
  await expect(personMenu(other)).toHaveText('Ann B.');
  await sidebar(page).getByRole('link', { name: 'Inbox' }).click();
  await expect(newTask(page)).toHaveValue('Half a thought');
  await page.goBack();
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions).toHaveText([/This device/, /Firefox on Linux.*127\.0\.0\.1/]);
  await button(page, 'Sign out of Firefox on Linux').click();
  await expect(sessions).toHaveText([/This device/]);
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeFocused();
  await expectSignedOut(other);

  await signIn(other, changed);
  await openAccount(other);
  await expect(other.getByText('This device')).toBeVisible();
  await page.reload();
  await button(page, 'Sign out on all other devices').click();
  await expect(sessions).toHaveText([/This device/]);
  await expect(button(page, 'Sign out on all other devices')).toBeHidden();
  expect(withoutPerson()).toEqual([]);
  await typeTooLate(field(other, 'Name'));
  await expect(other.getByText(signedOut)).toBeVisible();
});

test('a deleted account leaves nothing on other devices', async ({ page, playwright, baseURL }) => {
  const { email, password } = await signUp(page, 'Ann');
  await newTask(page).fill('Milk');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await page.request.get('/trpc/task.list')).text())
    .toContain('Milk');
  await newTask(page).fill('Half a thought');
  const headers = { origin: baseURL ?? '' };
  const elsewhere = await playwright.request.newContext({
    baseURL: baseURL ?? '',
    extraHTTPHeaders: headers,
  });
  await elsewhere.post('/api/auth/sign-in/email', { data: { email, password } });
  await elsewhere.post('/api/auth/delete-user', { data: { password } });
  await typeTooLate(newTask(page));
  await expect(page.getByText('Your account has been deleted.')).toBeVisible();
  await expect(field(page, 'Email')).toHaveValue('');
  await expect
    .poll(() =>
      page.evaluate(async () => ({
        databases: (await indexedDB.databases()).length,
        people: localStorage.getItem('people'),
      })),
    )
    .toEqual({ databases: 0, people: '[]' });
  await elsewhere.dispose();
});

test('a person downloads their data and deletes the account', async ({ page, context }) => {
  const account = await signUp(page, 'Ann');
  await newTask(page).fill('Water the plants');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Water the plants' }).check();
  await openAccount(page);
  const downloading = page.waitForEvent('download');
  await button(page, 'Download everything').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(JSON.parse(text)).toBeInstanceOf(Object);
  for (const each of [account.email, 'Water the plants']) expect(text).toContain(each);
  expect(text).not.toContain(account.password);

  await button(page, 'Delete account…').click();
  await expect(field(page, 'Your password')).toBeFocused();
  await button(page, 'Cancel').click();
  await expect(button(page, 'Delete account…')).toBeFocused();
  await page.keyboard.press('Enter');
  await field(page, 'Your password').fill('not the one');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('The password is wrong.');
  await field(page, 'Your password').fill(account.password);
  await button(page, 'Delete account').click();
  await expect(page.getByText('Your account has been deleted.')).toBeVisible();
  await signIn(page, account);
  await expect(page.getByRole('alert')).toContainText('is wrong');

  await page.getByRole('link', { name: 'Sign up' }).click();
  await fillSignUpForm(page, 'Ann', account);
  await expect(page.getByText('No tasks yet')).toBeVisible();

  // A later sign-in screen does not show the old notice again.
  const tab = await context.newPage();
  await tab.goto('/');
  await signOut(tab);
  await expect(button(page, 'Sign in')).toBeVisible();
  await expect(page.getByText('has been deleted')).toBeHidden();
});

test('a person makes a token for a program, sees it once, and revokes it', async ({
  page,
  context,
  request,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signUp(page, 'Ann');
  await page.goto('/account');
  await button(page, 'New token…').click();
  await expect(field(page, 'Name').last()).toBeFocused();
  await button(page, 'Create token').click();
  await expect(page.getByRole('alert')).toContainText('Write something here.');
  await expectAccessible(page);
  await field(page, 'Name').last().fill('Backup script');
  await page.getByText('Read and write').click();
  await page.getByLabel('Expires').selectOption('In a year');
  await button(page, 'Create token').click();
  const shown = page.getByLabel('Your new token');
  await expect(shown).toBeFocused();
  const token = await shown.inputValue();
  expect(token).toMatch(/^tydo_pat_\w{38}$/);
  await expectAccessible(page);
  await button(page, 'Copy').click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  await button(page, 'Done').click();
  await expect(button(page, 'New token…')).toBeFocused();
  const tokens = page.getByRole('list', { name: 'Tokens' });
  await expect(tokens.getByRole('listitem')).toHaveText(
    /Backup script.*Read and write · tydo_pat_\w{5}….*Never used · Expires on/,
  );
  expect(await page.content()).not.toContain(token);

  const me = () => request.get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } });
  expect((await me()).status()).toBe(200);
  await expect(page.getByText('1 API token keeps working after a change.')).toBeVisible();
  await button(page, 'Revoke Backup script').click();
  await button(page, 'Keep it').click();
  await button(page, 'Revoke Backup script').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(message(page)).toContainText('Revoked: “Backup script”');
  await expect(tokens).toBeHidden();
  expect((await me()).status()).toBe(401);

  await button(page, 'New token…').click();
  await field(page, 'Name').last().fill('Calendar');
  await page.getByText('Calendar feed').last().click();
  await button(page, 'Create token').click();
  await expect(page.getByLabel('The address of your calendar feed')).toHaveValue(
    /\/feeds\/tydo_feed_\w{38}\/tasks\.ics$/,
  );
  await button(page, 'Done').click();
  await button(page, 'Revoke all…').click();
  await button(page, 'Revoke all').last().click();
  await expect(message(page)).toContainText('Revoked: 1 token');
  await expect(tokens).toBeHidden();
});

test('a person turns two-step sign-in on, signs in with it, and off', async ({ page }) => {
  const account = await signUp(page, 'Ann');
  await openAccount(page);
  await button(page, 'Turn on…').click();
  await field(page, 'Your password').fill(account.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: 'The key as a QR code' })).toBeVisible();
  const key = await field(page, 'Or enter this key').inputValue();
  await expect(field(page, 'Code')).toBeFocused();
  await field(page, 'Code').fill('12345');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This code is wrong.');
  const [now, next] = codesOf(key);
  await field(page, 'Code').fill(now);
  await page.keyboard.press('Enter');
  const codes = (await field(page, 'Your recovery codes').inputValue()).split('\n');
  expect(codes).toHaveLength(10);
  const downloading = page.waitForEvent('download');
  await button(page, 'Download codes').click();
  expect(await readFile(await (await downloading).path(), 'utf8')).toBe(`${codes.join('\n')}\n`);
  await button(page, 'Done').click();
  await expect(button(page, 'New recovery codes…')).toBeVisible();

  await signOut(page);
  await expect(button(page, 'Sign in')).toBeVisible();
  await signIn(page, account);
  await expect(field(page, 'Code')).toHaveAttribute('autocomplete', 'one-time-code');
  await button(page, 'Use a recovery code').click();
  await field(page, 'Recovery code').fill(codes[0] ?? '');
  await page.keyboard.press('Enter');
  await openAccount(page);
  await button(page, 'Turn off…').click();
  await field(page, 'Your password').fill(account.password);
  await field(page, 'Code').fill(next);
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Two-step sign-in is off.');
  await signOut(page);
  await expect(button(page, 'Sign in')).toBeVisible();
  await signIn(page, account);
  await expect(newTask(page)).toBeVisible();
});
