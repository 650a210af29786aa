import { expect, newAccount, test } from './fixtures.ts';
import { startSite } from './server.ts';

test('a server with closed sign-up says so in place of the form', { tag: '@long' }, async ({
  page,
}) => {
  await using site = await startSite({ SIGN_UP: 'closed' });
  await page.goto(`${site.url}/sign-up`);
  await expect(page.getByRole('heading')).toHaveText('Sign-up is closed');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading')).toHaveText('Sign in');
  await expect(page.getByRole('link', { name: 'Sign up' })).toHaveCount(0);
  const data = { name: 'Ann', ...newAccount() };
  const refused = await page.request.post(`${site.url}/api/auth/sign-up/email`, { data });
  expect(refused.status()).toBe(403);
});
