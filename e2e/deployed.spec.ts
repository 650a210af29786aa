// What differs on a deployed server: it sends mail and runs behind an HTTPS proxy.
import {
  test as base,
  button,
  expect,
  field,
  fillSignUpForm,
  newAccount,
  newTask,
  openAccount,
  signIn,
  signOut,
} from './fixtures.ts';

const test = base.extend({ site: ({ deployed }, use) => use(deployed) });

// The browser logs every 4xx and 5xx response as an error; these tests provoke some.
test.use({
  expectedErrors: /Failed to load resource/,
  ignoreHTTPSErrors: true,
  ownProfile: true,
});

test('a new person confirms their address, signs in with a secure cookie, and later confirms another address', async ({
  page,
  context,
  mailTo,
}) => {
  const account = newAccount();
  await page.goto('/sign-up');
  await fillSignUpForm(page, 'Ann', account);
  await expect(page.getByRole('heading')).toHaveText('Check your email');
  await expect(page.getByRole('heading')).toBeFocused();
  await button(page, 'Send again').click();
  await expect(page.getByText('Sent again.')).toBeVisible();
  await page.getByRole('link', { name: 'Go back' }).click();
  await signIn(page, account);
  await expect(page.getByRole('alert')).toContainText('Confirm your email address first');
  const { link } = await mailTo(account.email, 2);
  await page.goto(link);
  await expect(page.getByRole('heading')).toHaveText('Your email is confirmed');
  await page.goto(link);
  await expect(page.getByRole('heading')).toHaveText('This link no longer works');
  await expect(page.getByText('your email is already confirmed')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, account);

  await expect(newTask(page)).toBeVisible();
  expect(await context.cookies()).toEqual([
    expect.objectContaining({
      name: '__Secure-tydo.session_token',
      domain: 'localhost',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    }),
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.reload();
  await openAccount(page);
  const changed = { ...account, email: newAccount().email };
  await field(page, 'New email').fill(changed.email);
  await field(page, 'Confirm with your password').fill(account.password);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`We sent a link to ${changed.email}`).first()).toBeVisible();
  await expect(page.getByText(`You sign in with ${account.email}`)).toBeVisible();
  await page.goto((await mailTo(changed.email)).link);
  await page.getByRole('link', { name: 'Go to your tasks' }).click();
  await signOut(page);
  await signIn(page, changed);
  await expect(newTask(page)).toBeVisible();
});
