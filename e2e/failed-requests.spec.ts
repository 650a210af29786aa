import type { Route } from '@playwright/test';
import {
  badRequest,
  button,
  expect,
  interceptCalls,
  keepIntercepting,
  message,
  newTask,
  openAccount,
  personMenu,
  refuse,
  signIn,
  signOut,
  signUp,
  test,
} from './fixtures.ts';

// The browser logs every 4xx and 5xx response as an error; these tests provoke some.
test.use({ expectedErrors: /Failed to load resource/ });

test('a refused change is taken back with a message, and the typed text is kept', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  const list = page.getByRole('list', { name: 'Tasks' });
  const unsaved = page.getByLabel('Not saved').getByRole('listitem');
  await newTask(page).fill('Kept');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await page.request.get('/trpc/task.list')).text())
    .toContain('Kept');

  await interceptCalls(page, 'task.update', () => ({ code: 'NOT_FOUND', httpStatus: 404 }));
  await interceptCalls(page, 'task.create', () => badRequest);
  await page.getByRole('checkbox', { name: 'Kept' }).click();
  await expect(message(page)).toContainText('“Kept” was not changed. It no longer exists.');
  await expect(page.getByRole('checkbox', { name: 'Kept' })).not.toBeChecked();

  for (const title of ['Refused', 'Refused, too']) {
    await newTask(page).fill(title);
    await page.keyboard.press('Enter');
  }
  await expect(unsaved).toHaveText([/Refused.*can’t save this text/, /Refused, too/]);
  await expect(list.getByRole('listitem')).toHaveText([/Kept/]);

  // It is kept over a reload, and can be edited or tried again.
  await page.reload();
  await expect(unsaved).toHaveText([/Refused/, /Refused, too/]);
  await unsaved.first().getByRole('button', { name: 'Edit' }).click();
  await expect(newTask(page)).toHaveValue('Refused');
  await page.unroute('**/trpc/sync.push');
  await newTask(page).press('Enter');
  await unsaved.first().getByRole('button', { name: 'Try again' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(page.getByLabel('Not saved')).toBeHidden();
  await expect
    .poll(async () => (await page.request.get('/trpc/task.list')).text())
    .toContain('Refused, too');
});

test.describe('with a clock', () => {
  test.use({ ownProfile: true });

  test('temporary failures are retried, also during a sign-out, and reported when they last', async ({
    page,
  }) => {
    await page.clock.install();
    const account = await signUp(page, 'Ann');
    let attempts = 0;
    let failedAttempts = Number.POSITIVE_INFINITY;
    await page.route('**/trpc/sync.push', (route) => {
      attempts += 1;
      return attempts > failedAttempts
        ? route.continue()
        : refuse('SERVICE_UNAVAILABLE', 503)(route);
    });
    const list = page.getByRole('list', { name: /tasks/i });
    await newTask(page).fill('Tried again');
    await page.keyboard.press('Enter');
    await expect.poll(() => attempts).toBeGreaterThan(0);
    await expect(list.getByText('Tried again')).toBeVisible();
    const text = page.getByText('Tydo can’t reach its database right now. 1 change not saved yet.');
    await expect(text).toBeHidden();
    await expect(async () => {
      await page.clock.fastForward(4000);
      await expect(text).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(list.getByText('Tried again')).toBeVisible();
    await expect(message(page)).toBeEmpty();

    failedAttempts = attempts + 1;
    await signOut(page);
    await expect(async () => {
      await page.clock.fastForward(4000);
      await expect(button(page, 'Sign in')).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await signIn(page, account);
    await expect(list.getByText('Tried again')).toBeVisible();
  });
});

test('what was done without the server survives a reload, and reaches it once', {
  tag: '@long',
}, async ({ page, context }) => {
  await signUp(page, 'Ann');
  await expect(page.getByText('No tasks yet')).toBeVisible();
  await keepIntercepting(page);
  await page.route(/\/(trpc|api)\//, (route) => route.abort());
  await context.setOffline(true);
  await expect(page.getByText('Offline. What you do is kept on this device')).toBeVisible();
  for (const title of ['One', 'Two', 'Three']) {
    await newTask(page).fill(title);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('checkbox', { name: 'Two' }).check();
  await button(page, 'Edit “One”').click();
  await page.getByLabel('Title').fill('One more');
  await button(page, 'Save').click();
  await button(page, 'Delete “Three”').click();
  await newTask(page).fill('Half a thought');
  await expect(page.getByText('Offline. 6 changes will be saved when you are back.')).toBeVisible();

  // The page itself can be loaded; its calls fail.
  await context.setOffline(false);
  await page.reload();
  const rows = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
  await expect(rows).toHaveText([/One more/, /Two/]);
  await expect(page.getByRole('checkbox', { name: 'Two' })).toBeChecked();
  await expect(newTask(page)).toHaveValue('Half a thought');
  await expect(
    page.getByText('Tydo can’t be reached. 6 changes will be saved when you are back.'),
  ).toBeVisible();

  await page.unroute(/\/(trpc|api)\//);
  await expect(page.getByText('will be saved when you are back')).toBeHidden();
  await expect
    .poll(async () => (await (await page.request.get('/trpc/task.list')).json()).result.data.items)
    .toMatchObject([
      { title: 'Two', completed: true },
      { title: 'One more', completed: false },
    ]);
  const operations = await page.request.get('/trpc/operation.list');
  expect((await operations.json()).result.data.items).toHaveLength(6);
});

test.describe('with another start', () => {
  test.use({ ownProfile: true });

  test('without a database the page says that changes are only in the tab, and asks before it closes', async ({
    page,
    context,
  }) => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Not in this window.', 'InvalidStateError');
      };
    });
    await signUp(page, 'Ann');
    const kept = page.getByText('your changes are kept only in it until they are saved');
    await expect(kept).toBeVisible();
    await expect(page.getByText('No tasks yet')).toBeVisible();
    await context.setOffline(true);
    await newTask(page).fill('Done offline');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('checkbox', { name: 'Done offline' })).toBeVisible();
    const asking = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const dialog = await asking;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await context.setOffline(false);
    await expect
      .poll(async () => (await page.request.get('/trpc/task.list')).text())
      .toContain('Done offline');
  });
});

test('a new task whose answers are all lost is created once', { tag: '@long' }, async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await keepIntercepting(page);
  let answers = 0;
  await page.route('**/trpc/sync.push', async (route) => {
    await route.fetch();
    answers += 1;
    await route.abort();
  });
  await newTask(page).fill('Once');
  await page.keyboard.press('Enter');
  await expect.poll(() => answers).toBeGreaterThan(0);
  await page.unroute('**/trpc/sync.push');
  await expect(page.getByLabel('Not saved')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('list', { name: 'Tasks' }).getByRole('listitem')).toHaveText(/Once/);
  const operations = await page.request.get('/trpc/operation.list');
  expect((await operations.json()).result.data.items).toHaveLength(1);
});

test('an ended session leads to the sign-in screen, and back to the drafts and what was done', async ({
  page,
  context,
}) => {
  const account = await signUp(page, 'Ann');
  await expect(page.getByText('No tasks yet')).toBeVisible();
  // No other call may find out before everything is typed.
  const endSession = async (route: Route) => {
    await expect(newTask(page)).toHaveValue('Half a thought');
    await context.clearCookies();
    await route.continue();
  };
  await page.route('**/trpc/sync.push', endSession, { times: 1 });
  for (const title of ['First', 'Second', 'Third']) {
    await newTask(page).fill(title);
    await page.keyboard.press('Enter');
  }
  await newTask(page).fill('Half a thought');
  await expect(page.getByText(/signed out/)).toBeVisible();
  await expect(page.getByText('First')).toBeHidden();
  // Also after a reload nothing is shown before the sign-in, not even while the server is asked.
  const answered = Promise.withResolvers<void>();
  await page.route('**/api/auth/get-session', async (route) => {
    await answered.promise;
    await route.continue();
  });
  await page.reload();
  await page.waitForLoadState('load');
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  await expect(page.getByText('First')).toBeHidden();
  await expect(newTask(page)).toBeHidden();
  answered.resolve();
  await signIn(page, account);
  await expect(newTask(page)).toHaveValue('Half a thought');
  const rows = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
  await expect(rows).toHaveText([/First/, /Second/, /Third/]);
  await expect
    .poll(async () => (await page.request.get('/trpc/task.list')).text())
    .toContain('Third');
});

test('the end of a session that a new password has replaced does not sign out', async ({
  page,
}) => {
  let streams = 0;
  const data = { code: 'UNAUTHORIZED', httpStatus: 401 };
  await page.route('**/trpc/sync.watch**', (route) => {
    streams += 1;
    if (streams > 1) return route.continue();
    const body = `event: serialized-error\ndata: ${JSON.stringify({ message: '', code: -32001, data })}\n\n`;
    return route.fulfill({ contentType: 'text/event-stream', body });
  });
  const asked = page.waitForResponse('**/trpc/operation.list**');
  await signUp(page, 'Ann');
  await asked;
  await expect.poll(() => streams).toBe(2);
  await newTask(page).fill('Still here');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await page.request.get('/trpc/task.list')).text())
    .toContain('Still here');
  await expect(page.getByText(/signed out/)).toBeHidden();

  // Nor does a call that was under way.
  await page.route('**/trpc/sync.push', refuse('UNAUTHORIZED', 401), { times: 1 });
  await newTask(page).fill('Here again');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await page.request.get('/trpc/task.list')).text())
    .toContain('Here again');
  await expect(page.getByText('Here again')).toBeVisible();
});

test.describe('after a deployment', () => {
  // The browser logs the missing file, React the screen that can't be loaded.
  test.use({ expectedErrors: /Failed to (load|fetch)|could not be loaded/ });

  test('a screen whose code is gone leaves the rest of the page, and reloads it only when nothing is lost', async ({
    page,
    context,
  }) => {
    await signUp(page, 'Ann');
    await keepIntercepting(page);
    const code = '**/assets/account-screen-*.js';
    await page.route(code, (route) => route.fulfill({ status: 404 }));
    const field = page.getByLabel('New task');
    await field.fill('Half a thought');
    await openAccount(page);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('What you typed is kept as long as this tab stays open.');
    await expect(personMenu(page)).toBeVisible();
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
    await openAccount(page);
    await expect.poll(() => reloads).toBe(1);
    // A second reload would not help.
    await expect(alert).toContainText('This screen could not be loaded');
    await page.unroute(code);
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account');
    expect(reloads).toBe(2);
  });
});
