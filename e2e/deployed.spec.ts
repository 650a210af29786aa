// What is different where the server is deployed: it sends mail, behind a proxy that speaks https.
import {
  askForAccount,
  test as base,
  button,
  expect,
  field,
  newAccount,
  signIn,
  tasks,
} from './fixtures.ts';

const test = base.extend({ site: ({ deployed }, use) => use(deployed) });

// A browser logs every answer of 4xx and 5xx as an error; here they are wanted.
test.use({ expectedErrors: /Failed to load resource/, ignoreHTTPSErrors: true });

test('a new person confirms the address, signs in, and confirms another one later, with a session where no script and no http gets at it', async ({
  page,
  context,
  mailTo,
}) => {
  const account = newAccount();
  await page.goto('/sign-up');
  await askForAccount(page, 'Ann', account);
  await expect(page.getByRole('heading')).toHaveText('Look into your mail');
  await expect(page.getByRole('heading')).toBeFocused();
  await button(page, 'Send it again').click();
  await expect(page.getByText('Sent again.')).toBeVisible();
  await page.getByRole('link', { name: 'Go back' }).click();
  await signIn(page, account);
  await expect(page.getByRole('alert')).toContainText('Confirm your address first');
  const { link } = await mailTo(account.email, 2);
  await page.goto(link);
  await expect(page.getByRole('heading')).toHaveText('Your address is confirmed');
  await page.goto(link);
  await expect(page.getByRole('heading')).toHaveText('This link has been used or is too old');
  await expect(page.getByText('your address is confirmed already')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, account);

  await expect(tasks(page)).toBeVisible();
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
  await page.getByRole('link', { name: 'Ann' }).click();
  const changed = { ...account, email: newAccount().email };
  await field(page, 'New email').fill(changed.email);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`We have sent a link to ${changed.email}`).first()).toBeVisible();
  await expect(page.getByText(`You sign in with ${account.email}`)).toBeVisible();
  await page.goto((await mailTo(changed.email)).link);
  await page.getByRole('link', { name: 'Go to your tasks' }).click();
  await button(page, 'Sign out').click();
  await signIn(page, changed);
  await expect(tasks(page)).toBeVisible();
});
