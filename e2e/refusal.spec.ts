import { expect, signUp, test } from './fixtures.ts';

// A browser logs every answer of 4xx and 5xx as an error; here they are wanted.
test.use({ expectedErrors: /Failed to load resource/ });

test('what the server refuses is taken back, with a message, and nothing typed is lost', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  const list = page.getByRole('list', { name: /tasks/i });
  await page.getByLabel('New task').fill('Kept');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Kept' })).toBeVisible();

  await page.route('**/trpc/**', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 503,
          json: [
            {
              error: {
                code: -32603,
                message: 'The database does not answer.',
                data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503 },
              },
            },
          ],
        })
      : route.continue(),
  );
  await page.getByRole('checkbox', { name: 'Kept' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Kept' }).first()).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Kept' })).not.toBeChecked();

  await page.getByLabel('New task').fill('Refused');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('New task')).toHaveValue('Refused');
  await expect(list.getByRole('listitem')).toHaveCount(1);

  await page.unroute('**/trpc/**');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('listitem')).toHaveCount(2);
});

test('a session that ended leads to the sign-in, and back to what one was typing', async ({
  page,
  context,
}) => {
  const account = await signUp(page, 'Ann');
  await context.clearCookies();
  await page.getByLabel('New task').fill('Half a thought');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText(/signed out/)).toBeVisible();
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('New task')).toHaveValue('Half a thought');
});
