// The same tasks in several tabs, browsers and people of one device.
import type { Browser, Page } from '@playwright/test';
import {
  button,
  expect,
  keepIntercepting,
  message,
  newTask,
  openElsewhere,
  signIn,
  signOut,
  signUp,
  test,
} from './fixtures.ts';

test.use({ expectedErrors: /Failed to load resource/ });

const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
const unsaved = (page: Page) => page.getByLabel('Not saved').getByRole('listitem');
const calls = /\/(trpc|api)\//;

async function add(page: Page, title: string): Promise<void> {
  await newTask(page).fill(title);
  await page.keyboard.press('Enter');
}

async function edit(page: Page, title: string, changed: string): Promise<void> {
  await button(page, `Edit “${title}”`).click();
  await page.getByLabel('Title').fill(changed);
  await button(page, 'Save').click();
}

/** The same person in another browser. */
async function otherBrowser(browser: Browser, page: Page) {
  const other = await openElsewhere(browser, page);
  await other.page.goto('/');
  await expect(newTask(other.page)).toBeVisible();
  return other;
}

test('two browsers show each other’s changes, and no text that was changed in both is lost', async ({
  page,
  browser,
}) => {
  await signUp(page, 'Ann');
  const { context, page: other } = await otherBrowser(browser, page);
  await using _ = context;
  const onServer = async () => (await other.request.get('/trpc/task.list')).text();
  let isCut = false;
  await page.route(calls, (route) => (isCut ? route.abort() : route.continue()));

  await add(page, 'Milk');
  await expect(rows(other)).toHaveText([/Milk/]);
  await other.getByRole('checkbox', { name: 'Milk' }).check();
  await expect(page.getByRole('checkbox', { name: 'Milk' })).toBeChecked();
  await button(other, 'Delete “Milk”').click();
  await expect(rows(page)).toHaveCount(0);
  await button(other, 'Undo').click();
  await expect(rows(page)).toHaveText([/Milk/]);

  // Changed in both: both texts are offered. A tick is no conflict.
  isCut = true;
  await edit(page, 'Milk', 'Oat milk');
  await edit(other, 'Milk', 'Soy milk');
  await other.getByRole('checkbox', { name: 'Soy milk' }).uncheck();
  await expect.poll(onServer).toMatch(/Soy milk[^}]*"completed":false/);
  isCut = false;
  const both = /changed somewhere else.*Yours.*Oat milk.*Theirs.*Soy milk/;
  await expect(unsaved(page)).toHaveText(both);
  await expect(rows(page)).toHaveText([/Soy milk/]);
  // A text that is taken up again stays until its edit is saved.
  await unsaved(page).getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Oat milk');
  await page.getByLabel('Title').press('Escape');
  await expect(unsaved(page)).toHaveText(both);
  await unsaved(page).getByRole('button', { name: 'Keep yours' }).click();
  await expect(rows(page)).toHaveText([/Oat milk/]);
  await expect(rows(other)).toHaveText([/Oat milk/]);
  await expect(other.getByRole('checkbox', { name: 'Oat milk' })).not.toBeChecked();

  // Deleted elsewhere while it is edited: what was typed is kept, and can be added again.
  await button(page, 'Edit “Oat milk”').click();
  await page.getByLabel('Title').fill('Rice milk');
  await button(other, 'Delete “Oat milk”').click();
  await expect(message(page)).toContainText('“Oat milk” was deleted while you were editing it.');
  await expect(unsaved(page)).toHaveText(/Rice milk.*no longer exists/);
  await unsaved(page).getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByLabel('Not saved')).toBeHidden();
  await expect(rows(other)).toHaveText([/Rice milk/]);

  // Deleted here, and changed elsewhere meanwhile: the page says so.
  isCut = true;
  await button(page, 'Delete “Rice milk”').click();
  await edit(other, 'Rice milk', 'Rye bread');
  await expect.poll(onServer).toContain('Rye bread');
  isCut = false;
  await expect(message(page)).toContainText('“Rye bread” was changed on another device');
  await expect(rows(other)).toHaveCount(0);
  await button(page, 'Undo').click();
  await expect(rows(other)).toHaveText([/Rye bread/]);
});

test('the tabs of one browser show the same at once, keep what a killed one had done, and sign out together', async ({
  page,
  context,
}) => {
  const account = await signUp(page, 'Ann');
  await expect(page.getByText('No tasks yet')).toBeVisible();
  const second = await context.newPage();
  await second.goto('/');
  await expect(second.getByText('No tasks yet')).toBeVisible();
  let isCut = true;
  await context.route(calls, (route) => (isCut ? route.abort() : route.continue()));
  await add(page, 'In the first');
  await expect(rows(second)).toHaveText([/In the first/]);
  await add(second, 'In the second');
  await expect(rows(page)).toHaveText([/In the first/, /In the second/]);

  const session = await context.newCDPSession(page);
  await add(page, 'The last thing');
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  // The tabs of one process die together.
  const next = await context.newPage();
  await next.goto('/');
  await expect(rows(next)).toHaveText([/In the first/, /In the second/, /The last thing/]);
  isCut = false;
  await expect
    .poll(async () => (await next.request.get('/trpc/task.list')).text())
    .toMatch(/The last thing.*In the second.*In the first/);

  const third = await context.newPage();
  await third.goto('/');
  await expect(rows(third)).toHaveCount(3);
  await signOut(next);
  await expect(button(next, 'Sign in')).toBeVisible();
  await expect(third.getByText('The last thing')).toBeHidden();
  await expect.poll(() => next.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await signIn(next, account);
  await expect(rows(next)).toHaveCount(3);
});

test.describe('with a clock', () => {
  test.use({ ownProfile: true });

  test('signing out with changes that wait asks first, and leaves nothing on the device', {
    tag: '@long',
  }, async ({ page }) => {
    await page.clock.install();
    const account = await signUp(page, 'Ann');
    await add(page, 'Saved');
    await expect
      .poll(async () => (await page.request.get('/trpc/task.list')).text())
      .toContain('Saved');
    await keepIntercepting(page);
    await page.route('**/trpc/**', (route) => route.abort());
    await add(page, 'One');
    await add(page, 'Two');
    await signOut(page);
    const dialog = page.getByRole('alertdialog');
    await expect(async () => {
      await page.clock.fastForward(5_000);
      await expect(dialog).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(dialog).toContainText('2 changes are not saved yet');
    await page.keyboard.press('Escape');
    await expect(rows(page)).toHaveCount(3);

    await signOut(page);
    await expect(async () => {
      await page.clock.fastForward(5_000);
      await expect(dialog).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await dialog.getByRole('button', { name: 'Sign out and lose them' }).click();
    await expect(button(page, 'Sign in')).toBeVisible();
    await expect
      .poll(() =>
        page.evaluate(async () => ({
          databases: (await indexedDB.databases()).map(({ name }) => name),
          people: localStorage.getItem('people'),
        })),
      )
      .toEqual({ databases: [], people: '[]' });
    await page.unroute('**/trpc/**');
    await signIn(page, account);
    await expect(rows(page)).toHaveText([/Saved/]);
  });
});

test('without a network the tasks can be removed from the device', async ({ page, context }) => {
  const account = await signUp(page, 'Ann');
  await add(page, 'Milk');
  await expect
    .poll(async () => (await page.request.get('/trpc/task.list')).text())
    .toContain('Milk');
  const second = await context.newPage();
  await second.goto('/');
  await expect(rows(second)).toHaveText([/Milk/]);
  await context.setOffline(true);
  await signOut(page);
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('You are still signed in');
  await dialog.getByRole('button', { name: 'Remove from this device' }).click();
  await expect(page.getByText('Your tasks were removed from this device.')).toBeVisible();
  await expect(page.getByText('Milk')).toBeHidden();
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await expect(button(second, 'Sign in')).toBeVisible();
  await expect(second.getByText('Milk')).toBeHidden();

  // The session ends with the first call, and no tab shows the tasks again.
  await context.setOffline(false);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('people.leaving'))).toBeNull();
  expect((await page.request.get('/trpc/task.list')).status()).toBe(401);
  for (const tab of [page, second]) {
    await tab.reload();
    await expect(button(tab, 'Sign in')).toBeVisible();
    await expect(tab.getByText('Milk')).toBeHidden();
  }
  await signIn(page, account);
  await expect(rows(page)).toHaveText([/Milk/]);

  // The same when the network is back before the page is opened again.
  await page.evaluate(() => {
    const [{ id }] = JSON.parse(localStorage.getItem('people') ?? '[]');
    localStorage.setItem('people.leaving', id);
  });
  await page.reload();
  await expect(button(page, 'Sign in')).toBeVisible();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('people.leaving'))).toBeNull();
  await expect(page.getByText('Milk')).toBeHidden();
  expect((await page.request.get('/trpc/task.list')).status()).toBe(401);
});

test('a search finds tasks by their texts and by terms of filters, and lists and labels, also offline', async ({
  page,
  context,
}) => {
  await signUp(page, 'Ann');
  for (const title of ['Buy café crème', 'Call Bo', 'Coffee with Ann']) await add(page, title);
  await page.getByRole('heading', { name: 'Inbox' }).click();
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('CAFÉ');
  await expect(rows(page)).toHaveText([/Buy café crème/]);
  await page.getByRole('searchbox').fill('nothing like it');
  await expect(page.getByText('No task contains “nothing like it”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows(page)).toHaveCount(3);

  await add(page, 'Ring Cy tomorrow @phone');
  await page.getByRole('checkbox', { name: 'Call Bo' }).check();
  await context.setOffline(true);
  await page.getByRole('heading', { name: 'Inbox' }).click();
  await page.keyboard.press('/');
  // What was of use before; its beginnings are not kept.
  await page.getByRole('button', { name: 'nothing like it', exact: true }).click();
  await page.getByRole('searchbox').fill('@pho');
  await expect(rows(page)).toHaveText([/Ring Cy/]);
  await expect(page.getByRole('main').getByRole('link', { name: /phone/ })).toBeVisible();
  await page.getByRole('searchbox').fill('c tomorrow');
  await expect(rows(page)).toHaveText([/Ring Cy/]);
  await page.getByRole('searchbox').fill('c');
  await expect(rows(page)).toHaveText([
    /^Open 3/,
    /Ring Cy/,
    /Coffee/,
    /Buy/,
    /Completed 1/,
    /Call/,
  ]);
  await page.getByRole('searchbox').fill('done');
  await expect(rows(page)).toHaveText([/Completed 1/, /Call Bo/]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Call Bo' })).toBeFocused();
  await page.keyboard.press('/');
  await page.getByRole('searchbox').fill('');
  await expect(page.getByRole('main').getByRole('button').nth(2)).toHaveText('done');
});

test('a refused text stays until its edit is saved', { tag: '@long' }, async ({
  page,
  browser,
}) => {
  await signUp(page, 'Ann');
  const { context, page: other } = await otherBrowser(browser, page);
  await using _ = context;
  await add(page, 'Bread');
  await expect(rows(other)).toHaveText([/Bread/]);
  await keepIntercepting(page);
  await page.route(calls, (route) => route.abort());
  await edit(page, 'Bread', 'Rye bread');
  await edit(other, 'Bread', 'White bread');
  await expect
    .poll(async () => (await other.request.get('/trpc/task.list')).text())
    .toContain('White bread');
  await page.unroute(calls);
  const editYours = unsaved(page).getByRole('button', { name: 'Edit' });
  await editYours.click();
  await expect(page.getByLabel('Title')).toHaveValue('Rye bread');
  await button(page, 'Cancel').click();
  await expect(unsaved(page)).toHaveText(/Yours.*Rye bread.*Theirs.*White bread/);
  await editYours.click();
  await page.getByLabel('Title').press('Escape');
  await expect(unsaved(page)).toHaveText(/Yours.*Rye bread.*Theirs.*White bread/);

  await page.reload();
  await editYours.click();
  await page.getByLabel('Title').fill('Rye and white bread');
  await button(page, 'Save').click();
  await expect(page.getByLabel('Not saved')).toBeHidden();
  await expect(rows(other)).toHaveText([/Rye and white bread/]);
});

test('a text for a task that was deleted elsewhere can be added again', { tag: '@long' }, async ({
  page,
  browser,
}) => {
  await signUp(page, 'Ann');
  const { context, page: other } = await otherBrowser(browser, page);
  await using _ = context;
  await add(page, 'Bread');
  await expect(rows(other)).toHaveText([/Bread/]);
  await keepIntercepting(page);
  await page.route(calls, (route) => route.abort());
  await edit(page, 'Bread', 'Rye bread');
  await button(other, 'Delete “Bread”').click();
  await expect(rows(other)).toHaveCount(0);
  await expect
    .poll(async () => (await other.request.get('/trpc/task.list')).text())
    .not.toContain('Bread');
  await page.unroute(calls);
  await expect(unsaved(page)).toHaveText(/Rye bread.*no longer exists/);
  await unsaved(page).getByRole('button', { name: 'Try again' }).click();
  await expect(rows(other)).toHaveText([/Rye bread/]);
});

test('what was typed for a task that another device deletes is kept', { tag: '@long' }, async ({
  page,
  browser,
}) => {
  await signUp(page, 'Ann');
  const { context, page: other } = await otherBrowser(browser, page);
  await using _ = context;
  await add(page, 'Bread');
  await expect(rows(other)).toHaveText([/Bread/]);
  await button(page, 'Edit “Bread”').click();
  await page.getByLabel('Title').fill('Rye bread');
  await button(other, 'Delete “Bread”').click();
  await expect(message(page)).toContainText('“Bread” was deleted while you were editing it.');
  await expect(unsaved(page)).toHaveText(/Rye bread.*no longer exists/);
  await page.reload();
  await unsaved(page).getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByLabel('Not saved')).toBeHidden();
  await expect(rows(other)).toHaveText([/Rye bread/]);

  // Nothing was typed: nothing is kept.
  await button(page, 'Edit “Rye bread”').click();
  await button(other, 'Delete “Rye bread”').click();
  await expect(message(page)).toContainText('“Rye bread” was deleted while you were editing it.');
  await expect(page.getByLabel('Not saved')).toBeHidden();
});

test('what another device changed meanwhile is not lost: a deleted task is told of, a reopened one stays', {
  tag: '@long',
}, async ({ page, browser }) => {
  await signUp(page, 'Ann');
  const { context, page: other } = await otherBrowser(browser, page);
  await using _ = context;
  for (const title of ['Bread', 'Milk', 'Tea']) await add(page, title);
  for (const title of ['Milk', 'Tea']) await page.getByRole('checkbox', { name: title }).check();
  await expect(other.getByRole('checkbox', { name: 'Milk' })).toBeChecked();
  await expect(other.getByRole('checkbox', { name: 'Tea' })).toBeChecked();
  await keepIntercepting(page);
  await page.route(calls, (route) => route.abort());
  await button(page, 'Delete “Bread”').click();
  await button(page, 'Clear completed').click();
  await expect(rows(page)).toHaveCount(0);
  await edit(other, 'Bread', 'Rye bread');
  await other.getByRole('checkbox', { name: 'Milk' }).uncheck();
  await expect
    .poll(async () => (await other.request.get('/trpc/task.list')).text())
    .toMatch(/"Milk"[^}]*"completed":false.*Rye bread/);
  await page.unroute(calls);
  await expect(message(page)).toContainText('“Rye bread” was changed on another device');
  await expect(rows(page)).toHaveText([/Milk/]);
  await expect(rows(other)).toHaveText([/Milk/]);
  await button(page, 'Undo').click();
  await expect(rows(other)).toHaveText([/Rye bread/, /Milk/]);
});
