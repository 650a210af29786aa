// What people do with their accounts, from the sign-up to the end.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  askForAccount,
  button,
  expect,
  field,
  message,
  newAccount,
  signIn,
  signUp,
  tasks,
  test,
} from './fixtures.ts';

// A browser logs every answer of 4xx and 5xx as an error; here they are wanted.
test.use({ expectedErrors: /Failed to load resource/ });

/** Does something for which a session is needed, and has none. */
async function expectSignedOut(page: Page) {
  await tasks(page).fill('Too late');
  await page.keyboard.press('Enter');
  await expect(
    page.getByText('You were signed out. Sign in to go on where you were.'),
  ).toBeVisible();
}

test('a person confirms their address; a forgotten password is replaced by mail, and the old one is worth nothing', async ({
  page,
  browser,
  baseURL,
  mailTo,
}) => {
  // As a server says it that sends mail, of an account that is older than that.
  await page.route('**/api/account/reminder', (route) => route.fulfill({ json: { verify: true } }));
  const { email, password } = await signUp(page, 'Ann');
  await button(page, 'Send the link').click();
  await expect(page.getByText(`The link is on its way to ${email}.`)).toBeVisible();
  await expect(button(page, 'Send it again')).toBeFocused();
  await page.goto((await mailTo(email)).link);
  await expect(page.getByRole('heading')).toHaveText('Your address is confirmed');
  await page.getByRole('link', { name: 'Go to your tasks' }).click();
  await expect(tasks(page)).toBeVisible();
  await expect(button(page, 'Send the link')).toBeHidden();

  await using elsewhere = await browser.newContext({ baseURL: baseURL ?? '' });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await other.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(other.getByRole('heading')).toBeFocused();
  await button(other, 'Send the link').click();
  await expect(field(other, 'Email')).toBeFocused();
  await expect(other.getByRole('alert')).toContainText('Write an e-mail address');
  await field(other, 'Email').fill(email);
  await other.keyboard.press('Enter');
  await expect(other.getByText(`If there is an account for ${email}, a link is on`)).toBeVisible();
  await button(other, 'Send it again').click();
  await expect(other.getByText('Sent again.')).toBeVisible();

  const { link } = await mailTo(email, 3);
  await other.goto(link);
  await expect(other).toHaveURL('/reset-password');
  await field(other, 'New password').fill('short');
  await other.keyboard.press('Enter');
  await expect(other.getByRole('alert')).toContainText('at least 8');
  const changed = { email, password: `new ${password}` };
  await field(other, 'New password').fill(changed.password);
  await button(other, 'Change the password').click();
  await expect(other.getByText('Your password is changed.')).toBeVisible();
  const tooMany = { status: 429, headers: { 'retry-after': '50' }, json: {} };
  await other.route('**/sign-in/email', (route) => route.fulfill(tooMany), { times: 1 });
  await signIn(other, changed);
  await expect(other.getByRole('alert')).toContainText('Try again in 50 seconds.');
  await button(other, 'Sign in').click();
  await expect(tasks(other)).toBeVisible();

  await expectSignedOut(page);
  await signIn(page, { email, password });
  await expect(page.getByRole('alert')).toContainText('don’t go together');
  await page.goto(link);
  await expect(page.getByRole('heading')).toHaveText('This link has been used or is too old');
  await expect(page.getByRole('link', { name: 'Ask for a new link' })).toBeVisible();
});

test('a person changes name, email and password, signs out elsewhere, and finds what they were typing', async ({
  page,
  browser,
  baseURL,
}) => {
  const taken = await signUp(page, 'Bo');
  await button(page, 'Sign out').click();
  const account = await signUp(page, 'Ann');
  await tasks(page).fill('Half a thought');
  await page.getByRole('link', { name: 'Ann' }).click();
  await expect(page.getByRole('heading', { name: 'Your account', exact: true })).toBeFocused();

  await field(page, 'Name').fill(' ');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('What should we call you?');
  await field(page, 'Name').fill('Ann B.');
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Your name is changed.');

  await field(page, 'New email').fill(taken.email);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('There is an account with this email already.');
  await expect(field(page, 'New email')).toBeFocused();
  const changed = newAccount();
  await field(page, 'New email').fill(changed.email);
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Your email is changed.');
  await expect(page.getByText(`You sign in with ${changed.email}`)).toBeVisible();

  await field(page, 'Current password').fill('not the one');
  await field(page, 'New password').fill(changed.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This is not your password.');
  await expect(field(page, 'Current password')).toBeFocused();
  await field(page, 'Current password').fill(account.password);
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Your password is changed');
  await expect(field(page, 'New password')).toBeEmpty();

  await using elsewhere = await browser.newContext({
    baseURL: baseURL ?? '',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await signIn(other, changed);
  await expect(other.getByRole('link', { name: 'Ann B.' })).toBeVisible();
  await page.getByRole('link', { name: 'Tasks' }).click();
  await expect(tasks(page)).toHaveValue('Half a thought');
  await page.goBack();
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions).toHaveText([/This device/, /Firefox on Linux.*127\.0\.0\.1/]);
  await button(page, 'Sign out of Firefox on Linux').click();
  await expect(sessions).toHaveText([/This device/]);
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeFocused();
  await expectSignedOut(other);

  await signIn(other, changed);
  await other.getByRole('link', { name: 'Ann B.' }).click();
  await page.reload();
  await button(page, 'Sign out everywhere else').click();
  await expect(sessions).toHaveText([/This device/]);
  await expect(button(page, 'Sign out everywhere else')).toBeHidden();
  await field(other, 'Name').fill('Nobody');
  await other.keyboard.press('Enter');
  await expect(
    other.getByText('You were signed out. Sign in to go on where you were.'),
  ).toBeVisible();
});

test('a person takes everything along and deletes the account, with all that is in it', async ({
  page,
  context,
}) => {
  const account = await signUp(page, 'Ann');
  await tasks(page).fill('Water the plants');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Water the plants' }).check();
  await page.getByRole('link', { name: 'Ann' }).click();
  const downloading = page.waitForEvent('download');
  await button(page, 'Download everything').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(JSON.parse(text)).toBeInstanceOf(Object);
  for (const each of [account.email, 'Water the plants']) expect(text).toContain(each);
  expect(text).not.toContain(account.password);

  await button(page, 'Delete your account…').click();
  await expect(field(page, 'Your password')).toBeFocused();
  await button(page, 'Keep it').click();
  await expect(button(page, 'Delete your account…')).toBeFocused();
  await page.keyboard.press('Enter');
  await field(page, 'Your password').fill('not the one');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This is not your password.');
  await field(page, 'Your password').fill(account.password);
  await button(page, 'Delete everything').click();
  await expect(page.getByText('Your account and everything in it is deleted.')).toBeVisible();
  await signIn(page, account);
  await expect(page.getByRole('alert')).toContainText('don’t go together');

  await page.getByRole('link', { name: 'Sign up' }).click();
  await askForAccount(page, 'Ann', account);
  await expect(page.getByText('A clear page')).toBeVisible();

  // Why they were at the sign-in the time before is no news any more.
  const tab = await context.newPage();
  await tab.goto('/');
  await button(tab, 'Sign out').click();
  await expect(button(page, 'Sign in')).toBeVisible();
  await expect(page.getByText('is deleted')).toBeHidden();
});
