import type { Page } from '@playwright/test';
import {
  expect,
  interceptCalls,
  internalError,
  message,
  sidebar,
  signUp,
  test,
} from './fixtures.ts';

test.use({ expectedErrors: /Failed to load resource/ });

interface Task {
  id: number;
  title: string;
  description: string | null;
  completed: boolean;
  createdAt: string;
}

const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click();
const remove = (page: Page, title: string) =>
  page.getByRole('button', { name: `Delete “${title}”` }).click();

/** The tasks as the server has them now. */
async function saved(page: Page): Promise<Task[]> {
  const response = await page.request.get('/trpc/task.list');
  const { items } = (await response.json()).result.data;
  return items.map(({ id, title, description, completed, createdAt }: Task) => ({
    id,
    title,
    description,
    completed,
    createdAt,
  }));
}
const titles = async (page: Page) => (await saved(page)).map(({ title }) => title);

/** Calls a procedure without the page. */
async function call(page: Page, procedure: string, data?: object) {
  const headers = { origin: new URL(page.url()).origin };
  const response = data
    ? await page.request.post(`/trpc/${procedure}`, { data, headers })
    : await page.request.get(`/trpc/${procedure}`);
  return (await response.json()).result.data;
}

/** Adds tasks on the page, and returns them as saved, newest first. */
async function add(page: Page, ...names: string[]): Promise<Task[]> {
  for (const name of names) {
    await page.getByLabel('New task').fill(name);
    await page.keyboard.press('Enter');
  }
  await expect.poll(() => titles(page)).toEqual(names.toReversed());
  return saved(page);
}

test('undo restores deleted and cleared tasks unchanged, in their places', async ({ page }) => {
  await signUp(page, 'Ann');
  const before = await add(page, 'One', 'Two', 'Three');
  await page.getByRole('checkbox', { name: 'Two' }).check();
  await page.getByRole('checkbox', { name: 'One' }).check();
  await remove(page, 'Two');
  await expect(rows(page)).toHaveText([/One/, /Three/]);
  await undo(page);
  await expect(rows(page)).toHaveText([/One/, /Two/, /Three/]);
  await expect(page.getByRole('checkbox', { name: 'Two' })).toBeChecked();
  const [three, two, one] = before;
  const ticked = [three, { ...two, completed: true }, { ...one, completed: true }];
  await expect.poll(() => saved(page)).toEqual(ticked);

  await page.getByRole('button', { name: 'Edit “One”' }).click();
  await page.getByLabel('Description').fill('half a note');
  await page.getByRole('button', { name: 'Clear completed' }).click();
  await expect(message(page)).toContainText('Cleared 2 completed tasks');
  await expect(rows(page)).toHaveText([/Three/]);
  await expect.poll(() => titles(page)).toEqual(['Three']);

  await interceptCalls(page, 'operation.undo', async () => {
    // The page shows the tasks before the server has answered.
    await expect(rows(page)).toHaveCount(3);
    return undefined;
  });
  await page.keyboard.press('Control+z');
  await expect(page.getByLabel('Filter tasks')).toContainText('Completed2');
  await expect.poll(() => saved(page)).toEqual(ticked);

  await expect(page.getByLabel('Description')).toHaveValue('half a note');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await saved(page))[2]?.description).toBe('half a note');
  await page.reload();
  await expect(rows(page)).toHaveText([/One/, /Two/, /Three/]);
});

test('clearing many tasks takes several commands, and undo restores all of them', {
  tag: '@long',
}, async ({ page }) => {
  await signUp(page, 'Ann');
  const count = 1_100;
  for (let at = 0; at < count; at += 100) {
    const tasks = Array.from({ length: 100 }, (_, n) => ({ title: `Number ${at + n + 1}` }));
    const { items } = await call(page, 'task.createMany', { tasks });
    await call(page, 'task.updateMany', { ids: items.map(({ id }: Task) => id), completed: true });
  }
  await call(page, 'task.create', { title: 'Stays' });
  const filters = page.getByLabel('Filter tasks');
  await expect(filters).toContainText(`Completed${count}`);
  const first = rows(page).first();
  await expect(first).toHaveAttribute('aria-setsize', String(count + 1));
  await expect(first).toHaveAttribute('aria-posinset', '1');
  // Rows outside of the window are not rendered.
  expect(await rows(page).count()).toBeLessThan(60);

  const sizes: (number | undefined)[] = [];
  await interceptCalls(page, 'task.deleteMany', ({ input }) => {
    sizes.push(input.ids?.length);
    return undefined;
  });
  await page.getByRole('button', { name: 'Clear completed' }).click();
  await expect(message(page)).toContainText('Cleared 1,100 completed tasks');
  await expect(rows(page)).toHaveText([/Stays/]);
  await expect.poll(() => titles(page)).toEqual(['Stays']);
  expect(sizes).toEqual([1_000, 100]);
  await undo(page);
  await expect(filters).toContainText(`Completed${count}`);
  await expect(async () => {
    await page.keyboard.press('End');
    const last = rows(page).getByText(`Number ${count}`, { exact: true });
    await expect(last).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect
    .poll(async () => (await call(page, 'task.counts')).completed, { timeout: 60_000 })
    .toBe(count);
});

test('a command whose answer is lost is carried out once, without a message', async ({ page }) => {
  await signUp(page, 'Ann');
  const losing = new Set(['task.create', 'operation.undo']);
  await page.route('**/trpc/sync.push', async (route) => {
    const { calls } = route.request().postDataJSON();
    if (!calls.some(({ name }: { name: string }) => losing.delete(name))) return route.continue();
    await route.fetch();
    return route.abort();
  });
  const before = await add(page, 'Once', 'Twice');
  await remove(page, 'Once');
  await expect.poll(() => titles(page)).toEqual(['Twice']);
  await undo(page);
  await expect(rows(page)).toHaveText([/Once/, /Twice/]);
  await expect.poll(() => saved(page)).toEqual(before);
  await expect(message(page)).toBeEmpty();
  // This change is behind them in the queue: when it is saved, they have been answered.
  await page.getByRole('checkbox', { name: 'Twice' }).check();
  await expect.poll(async () => (await saved(page))[0]?.completed).toBe(true);
  expect(losing.size).toBe(0);
  expect(await titles(page)).toEqual(['Twice', 'Once']);
  await expect(message(page)).toBeEmpty();
});

test('a failed undo is shown, and nothing is lost', async ({ page }) => {
  await signUp(page, 'Ann');
  const before = await add(page, 'One', 'Two', 'Three');
  await interceptCalls(page, 'operation.undo', () => internalError);
  await remove(page, 'Two');
  await undo(page);
  // A server that fails again and again at one command does not hold up the others.
  await expect(message(page)).toContainText('“Two” was not restored.');
  await expect(rows(page)).toHaveText([/One/, /Three/]);
  await page.unroute('**/trpc/sync.push');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(page)).toHaveText([/One/, /Two/, /Three/]);
  await expect.poll(() => saved(page)).toEqual(before);

  // A deletion that was refused leaves nothing to restore.
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const undone = Promise.withResolvers<void>();
  await interceptCalls(page, 'task.delete', async () => {
    await undone.promise;
    return { code: 'FORBIDDEN', httpStatus: 403 };
  });
  await remove(page, 'Two');
  await undo(page);
  undone.resolve();
  await expect(message(page)).toContainText('“Two” was not deleted.');
  await expect(rows(page)).toHaveText([/One/, /Two/, /Three/]);
  await expect(page.getByLabel('Not saved')).toBeHidden();
  await page.unroute('**/trpc/sync.push');

  // The undo is blocked by what another device did meanwhile.
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('checkbox', { name: 'Two' }).check();
  await expect.poll(async () => (await saved(page))[1]?.completed).toBe(true);
  await page.route('**/trpc/sync.watch**', (route) => route.abort());
  await page.route('**/trpc/operation.since**', (route) => route.abort());
  await call(page, 'task.update', { id: before[1]?.id, completed: false });
  await page.getByRole('heading', { name: 'Inbox' }).click();
  await page.keyboard.press('Control+z');
  await page.unroute('**/trpc/operation.since**');
  await expect(message(page)).toContainText('“Two” was not undone.');
});

test('what was done last is undone and redone with the keyboard, also after a reload', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'One', 'Two');
  await page.getByRole('checkbox', { name: 'One' }).check();
  await remove(page, 'Two');
  await expect.poll(() => titles(page)).toEqual(['One']);
  await page.reload();
  await expect(rows(page)).toHaveText([/One/]);
  await page.getByRole('heading', { name: 'Inbox' }).click();
  await page.keyboard.press('Control+z');
  await expect(rows(page)).toHaveText([/One/, /Two/]);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('checkbox', { name: 'One' })).not.toBeChecked();
  await page.keyboard.press('Control+Shift+Z');
  await expect(page.getByRole('checkbox', { name: 'One' })).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect.poll(() => saved(page)).toMatchObject([{ title: 'Two' }, { completed: false }]);
  // In an empty field there is nothing else to undo.
  await page.getByLabel('New task').fill('Four');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveText([/One/, /Two/, /Four/]);
  await page.keyboard.press('Control+z');
  await expect(rows(page)).toHaveText([/One/, /Two/]);
  // In a field the keys undo what is typed.
  await page.getByLabel('New task').fill('Three');
  await page.keyboard.press('Control+z');
  await expect(rows(page)).toHaveText([/One/, /Two/]);
});

test('the history restores a deleted task and an earlier text', async ({ page }) => {
  await signUp(page, 'Ann');
  await add(page, 'Milk', 'Bread');
  await page.getByRole('button', { name: 'Edit “Bread”' }).click();
  await page.getByLabel('Title').fill('Rye bread');
  await page.getByRole('button', { name: 'Save' }).click();
  await remove(page, 'Milk');
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('History');
  const history = page.getByRole('list', { name: 'History' }).getByRole('listitem');
  await expect(history).toHaveText([
    /Deleted “Milk”/,
    /Renamed “Bread” to “Rye bread”/,
    /Added “Bread”/,
    /Added “Milk”/,
  ]);
  await history.first().getByRole('button', { name: 'Restore' }).click();
  await expect(history.first()).toHaveText(/Undone: deleted “Milk”/);
  // What is undone, or has been changed since, offers no undo.
  await expect(history.getByRole('button')).toHaveText(['Undo', 'Undo', 'Undo']);
  for (const at of [1, 3]) await expect(history.nth(at).getByRole('button')).toHaveCount(0);
  await page.getByRole('link', { name: 'Renamed “Bread” to “Rye bread”' }).click();
  await expect(history).toHaveCount(2);
  await history.last().getByRole('button', { name: 'Restore' }).click();
  await sidebar(page).getByRole('link', { name: 'History' }).click();
  await sidebar(page).getByRole('link', { name: 'Inbox' }).click();
  await expect(rows(page)).toHaveText([/Milk/, /Bread/]);
  await expect.poll(() => titles(page)).toEqual(['Bread', 'Milk']);
});
