import type { Page } from '@playwright/test';
import { expect, message, refuse, signUp, test } from './fixtures.ts';

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
async function call(page: Page, procedure: string, data: object) {
  const headers = { origin: new URL(page.url()).origin };
  const response = await page.request.post(`/trpc/${procedure}`, { data, headers });
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
  await expect(rows(page)).toHaveText([/Three/, /One/]);
  await undo(page);
  await expect(rows(page)).toHaveText([/Three/, /Two/, /One/]);
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

  await page.route('**/trpc/operation.undo**', async (route) => {
    // The page shows the tasks before the server has answered.
    await expect(rows(page)).toHaveCount(3);
    await route.continue();
  });
  await page.keyboard.press('Control+z');
  await expect(page.getByLabel('Filter tasks')).toContainText('Completed2');
  await expect.poll(() => saved(page)).toEqual(ticked);

  await expect(page.getByLabel('Description')).toHaveValue('half a note');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await saved(page))[2]?.description).toBe('half a note');
  await page.reload();
  await expect(rows(page)).toHaveText([/Three/, /Two/, /One/]);
});

test('undo also restores tasks that were never loaded', async ({ page }) => {
  await signUp(page, 'Ann');
  const tasks = Array.from({ length: 60 }, (_, at) => ({ title: `Number ${at + 1}` }));
  const { items } = await call(page, 'task.createMany', { tasks });
  await call(page, 'task.updateMany', { ids: items.map(({ id }: Task) => id), completed: true });
  await page.reload();
  await expect(rows(page)).toHaveCount(50);
  await page.getByRole('button', { name: 'Clear completed' }).click();
  await expect.poll(() => titles(page)).toEqual([]);
  await undo(page);
  await expect(page.getByLabel('Filter tasks')).toContainText('Completed60');
  await page.mouse.wheel(0, 10_000);
  await expect(rows(page)).toHaveCount(60);
  await expect(rows(page).last().getByText('Number 1', { exact: true })).toBeVisible();

  // These deletions and undos refetch no list: the responses contain the tasks.
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).pathname));
  for (const name of ['Number 60', 'Number 30', 'Number 1']) {
    await remove(page, name);
    await undo(page);
    await remove(page, name);
  }
  await undo(page);
  await expect(rows(page)).toHaveCount(58);
  // The counts are refetched when no change is pending any more.
  await expect(page.getByLabel('Filter tasks')).toContainText('Completed58');
  await expect.poll(() => requested.at(-1)).toBe('/trpc/task.counts');
  expect(requested.filter((path) => path.includes('task.list'))).toEqual([]);
  const shown = await rows(page).getByRole('paragraph').allTextContents();
  await page.reload();
  await expect(rows(page)).toHaveCount(50);
  await page.mouse.wheel(0, 10_000);
  await expect(rows(page).getByRole('paragraph')).toHaveText(shown);
});

test('clearing many tasks takes several calls, and undo restores all of them, also after an error', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  const names = Array.from({ length: 6 }, (_, at) => ({ title: `Number ${at + 1}` }));
  const { items } = await call(page, 'task.createMany', { tasks: names });
  const done = items.slice(1).map(({ id }: Task) => id);
  await call(page, 'task.updateMany', { ids: done, completed: true });
  const before = await saved(page);
  await page.reload();
  await expect(rows(page)).toHaveCount(6);

  // Simulates a server whose operations hold two tasks.
  const stops = new Set<number>();
  const operationIds: string[] = [];
  await page.route('**/trpc/task.clearCompleted**', async (route) => {
    const { operationId } = route.request().postDataJSON()[0];
    operationIds.push(operationId);
    const left = (await saved(page)).filter(({ completed }) => completed).map(({ id }) => id);
    const ids = left.toReversed().slice(0, 2);
    if (left.length < 5) {
      // The message shows the progress while the next call is pending.
      await expect(message(page)).toContainText(`Clearing… ${5 - left.length} of 5`);
    }
    if (stops.delete(left.length)) return refuse('INTERNAL_SERVER_ERROR', 500)(route);
    await call(page, 'task.deleteMany', { ids, operationId });
    const data = { deleted: ids.length, left: left.length - ids.length };
    return route.fulfill({ json: [{ result: { data } }] });
  });
  const undone: string[] = [];
  await page.route('**/trpc/operation.undo**', (route) => {
    undone.push(route.request().postDataJSON()[0].id);
    return route.continue();
  });

  await page.getByRole('button', { name: 'Clear completed' }).click();
  await expect(message(page)).toContainText('Cleared 5 completed tasks');
  await expect.poll(() => titles(page)).toEqual(['Number 1']);
  await undo(page);
  await expect.poll(() => saved(page)).toEqual(before);
  await expect(rows(page)).toHaveCount(6);
  expect(new Set(operationIds).size).toBe(3);
  expect(undone).toEqual(operationIds.toReversed());

  stops.add(3);
  await page.getByRole('button', { name: 'Clear completed' }).click();
  await expect(message(page)).toContainText('Only 2 of 5 completed tasks were cleared.');
  await expect(rows(page)).toHaveCount(4);
  await undo(page);
  await expect.poll(() => saved(page)).toEqual(before);
  await expect(rows(page)).toHaveCount(6);
  await expect(page.getByLabel('Filter tasks')).toContainText('Completed5');
});

test('a call whose response is lost is carried out once, without a message', async ({ page }) => {
  await signUp(page, 'Ann');
  const losing = new Set(['/trpc/task.create', '/trpc/operation.undo']);
  await page.route('**/trpc/**', async (route) => {
    if (!losing.delete(new URL(route.request().url()).pathname)) return route.continue();
    await route.fetch();
    return route.abort();
  });
  const before = await add(page, 'Once', 'Twice');
  await remove(page, 'Once');
  await expect.poll(() => titles(page)).toEqual(['Twice']);
  await undo(page);
  await expect(rows(page)).toHaveText([/Twice/, /Once/]);
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
  const refusing = refuse('INTERNAL_SERVER_ERROR', 500);
  await page.route('**/trpc/operation.undo**', refusing, { times: 1 });
  await remove(page, 'Two');
  await undo(page);
  await expect(message(page)).toContainText('“Two” was not restored.');
  await expect(rows(page)).toHaveText([/Three/, /One/]);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(page)).toHaveText([/Three/, /Two/, /One/]);
  await expect.poll(() => saved(page)).toEqual(before);

  // A deletion that failed leaves nothing to restore.
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const undone = Promise.withResolvers<void>();
  await page.route(
    '**/trpc/task.delete**',
    async (route) => {
      await undone.promise;
      await refusing(route);
    },
    { times: 1 },
  );
  await remove(page, 'Two');
  await undo(page);
  undone.resolve();
  await expect(message(page)).toContainText('“Two” was not deleted.');
  await expect(rows(page)).toHaveText([/Three/, /Two/, /One/]);
  await expect(page.getByLabel('Not saved')).toBeHidden();

  // Another device was faster: the text can be added again.
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await call(page, 'task.delete', { id: before[1]?.id });
  await remove(page, 'Two');
  await undo(page);
  await expect(message(page)).toContainText('It was deleted on another device');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => titles(page)).toEqual(['Two', 'Three', 'One']);
});
