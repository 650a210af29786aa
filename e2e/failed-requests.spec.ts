import { expect, refuse, signIn, signUp, test } from './fixtures.ts';

// The browser logs every 4xx and 5xx response as an error; these tests provoke some.
test.use({ expectedErrors: /Failed to load resource/ });

test('a rejected change is reverted with a message, and the typed text is kept', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  const list = page.getByRole('list', { name: /tasks/i });
  await page.getByLabel('New task').fill('Kept');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Kept' })).toBeVisible();

  await page.route('**/trpc/**', (route) =>
    route.request().method() === 'POST'
      ? refuse('INTERNAL_SERVER_ERROR', 500)(route)
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

test('temporary failures are retried, also during a sign-out, and reported when they last', async ({
  page,
}) => {
  await page.clock.install();
  const account = await signUp(page, 'Ann');
  let attempts = 0;
  let failedAttempts = Number.POSITIVE_INFINITY;
  await page.route('**/trpc/task.create**', (route) => {
    attempts += 1;
    return attempts > failedAttempts ? route.continue() : refuse('SERVICE_UNAVAILABLE', 503)(route);
  });
  const field = page.getByLabel('New task');
  const list = page.getByRole('list', { name: /tasks/i });
  const message = page.getByLabel('Messages');
  await field.fill('Tried again');
  await page.keyboard.press('Enter');
  await expect.poll(() => attempts).toBe(1);
  await expect(list.getByText('Tried again')).toBeVisible();
  await expect(message).toBeEmpty();
  const text = '“Tried again” was not added. Tydo can’t reach its database right now.';
  await expect(async () => {
    await page.clock.fastForward(4000);
    await expect(message).toContainText(text, { timeout: 500 });
  }).toPass();
  expect(attempts).toBeGreaterThan(3);
  await expect(field).toHaveValue('Tried again');

  failedAttempts = attempts + 1;
  await field.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, account);
  await expect(list.getByText('Tried again')).toBeVisible();
});

test('without a network the page says where changes are kept, and asks before it closes', async ({
  page,
  context,
}) => {
  await signUp(page, 'Ann');
  await expect(page.getByText('No tasks yet')).toBeVisible();
  await context.setOffline(true);
  const kept = page.getByText('Keep this tab open: your changes are kept only in it');
  await expect(kept).toBeVisible();
  await page.getByLabel('New task').fill('Done offline');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Done offline' })).toBeVisible();
  const asking = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asking;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await context.setOffline(false);
  await expect(kept).toBeHidden();
  await expect
    .poll(async () => (await page.request.get('/trpc/task.list')).text())
    .toContain('Done offline');
});

test('a new task whose responses are all lost is created once', async ({ page }) => {
  await page.clock.install();
  await signUp(page, 'Ann');
  await page.route('**/trpc/task.create**', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByLabel('New task').fill('Once');
  await page.keyboard.press('Enter');
  const note = page.getByLabel('Not saved').getByRole('listitem');
  await expect(async () => {
    await page.clock.fastForward(4000);
    await expect(note).toContainText('may or may not be saved', { timeout: 500 });
  }).toPass();
  await expect(page.getByLabel('New task')).toHaveValue('');
  await page.unroute('**/trpc/task.create**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByLabel('Not saved')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('list', { name: /tasks/i }).getByRole('listitem')).toHaveText(/Once/);
});

test('an ended session leads to the sign-in screen, and back to the drafts', async ({
  page,
  context,
}) => {
  const account = await signUp(page, 'Ann');
  // The first requests of the page would fail as well, too early for this test.
  await page.waitForLoadState('networkidle');
  await context.clearCookies();
  const field = page.getByLabel('New task');
  await page.route('**/trpc/task.create**', async (route) => {
    await expect(field).toHaveValue('Half a thought');
    await route.continue();
  });
  for (const title of ['First', 'Second', 'Third']) {
    await field.fill(title);
    await page.keyboard.press('Enter');
  }
  await field.fill('Half a thought');
  await expect(page.getByText(/signed out/)).toBeVisible();
  await signIn(page, account);
  await expect(field).toHaveValue('Half a thought');
  const kept = page.getByLabel('Not saved').getByRole('listitem');
  await expect(kept).toHaveText([/First/, /Second/, /Third/]);
});

test.describe('after a deployment', () => {
  // The browser logs the missing file, React the screen that can't be loaded.
  test.use({ expectedErrors: /Failed to (load|fetch)|could not be loaded/ });

  test('a screen whose code is gone leaves the rest of the page, and reloads it only when nothing is lost', async ({
    page,
    context,
  }) => {
    await signUp(page, 'Ann');
    const code = '**/assets/account-screen-*.js';
    await page.route(code, (route) => route.fulfill({ status: 404 }));
    const field = page.getByLabel('New task');
    await field.fill('Half a thought');
    await page.getByRole('link', { name: 'Ann' }).click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('What you typed is kept as long as this tab stays open.');
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    const opening = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open it in a new tab' }).click();
    await expect((await opening).getByRole('heading', { level: 1 })).toHaveText('Your account');
    await page.getByRole('link', { name: 'Go back' }).click();
    await expect(field).toHaveValue('Half a thought');

    await field.fill('');
    let reloads = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) reloads += 1;
    });
    await page.getByRole('link', { name: 'Ann' }).click();
    await expect.poll(() => reloads).toBe(1);
    // A second reload would not help.
    await expect(alert).toContainText('This screen could not be loaded');
    await page.unroute(code);
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account');
    expect(reloads).toBe(2);
  });
});
