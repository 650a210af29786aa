import type { Page } from '@playwright/test';
import { expect, refuse, signUp, test } from './fixtures.ts';

test.use({ expectedErrors: /Failed to load resource/ });

async function add(page: Page, ...titles: string[]): Promise<void> {
  for (const title of titles) {
    await page.getByLabel('New task').fill(title);
    await page.keyboard.press('Enter');
  }
}

const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
const message = (page: Page) => page.getByLabel('Messages');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click();
const remove = (page: Page, title: string) =>
  page.getByRole('button', { name: `Delete “${title}”` }).click();

interface Task {
  id: number;
  title: string;
  description: string | null;
  completed: boolean;
  createdAt: string;
}

/** The tasks on the server, when the page has sent all that it has to. */
async function saved(page: Page): Promise<Task[]> {
  await page.waitForLoadState('networkidle');
  const answer = await page.request.get('/trpc/task.list');
  const { items } = (await answer.json()).result.data;
  return items.map(({ updatedAt: _, ...task }: Task & { updatedAt: string }) => task);
}

const titles = async (page: Page) => (await saved(page)).map(({ title }) => title);

test('a deleted task is put back: the same one, as it was, at its place', async ({ page }) => {
  await signUp(page, 'Ann');
  await add(page, 'One', 'Two', 'Three');
  await page.getByRole('checkbox', { name: 'Two' }).check();
  const before = await saved(page);
  await remove(page, 'Two');
  await expect(rows(page)).toHaveText([/Three/, /One/]);
  await undo(page);
  await expect(rows(page)).toHaveText([/Three/, /Two/, /One/]);
  await expect(page.getByRole('checkbox', { name: 'Two' })).toBeChecked();
  expect(await saved(page)).toEqual(before);
  await page.reload();
  await expect(rows(page)).toHaveText([/Three/, /Two/, /One/]);
});

test('what was cleared is put back at once, also by the keyboard, and can still be edited', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'One', 'Two', 'Three');
  await page.getByRole('checkbox', { name: 'One' }).check();
  await page.getByRole('checkbox', { name: 'Three' }).check();
  const before = await saved(page);
  await page.getByRole('button', { name: 'Edit “One”' }).click();
  await page.getByLabel('Description').fill('half a note');

  await page.getByRole('button', { name: 'Clear completed' }).click();
  await expect(message(page)).toContainText('Cleared 2 completed tasks');
  await expect(rows(page)).toHaveText([/Two/]);
  expect(await saved(page)).toHaveLength(1);

  await page.route('**/trpc/operation.undo**', async (route) => {
    await expect(rows(page)).toHaveCount(3);
    await route.continue();
  });
  await page.keyboard.press('Control+z');
  await expect(page.getByLabel('Which tasks')).toContainText('Completed2');
  expect(await saved(page)).toEqual(before);
  await expect(page.getByLabel('Description')).toHaveValue('half a note');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(rows(page)).toContainText([/Three/, /Two/, /half a note/]);
  await expect.poll(async () => (await saved(page))[2]?.description).toBe('half a note');
});

test('an answer that is lost on the way does nothing twice, and nobody hears of it', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  const losing = new Set(['/trpc/task.create', '/trpc/operation.undo']);
  await page.route('**/trpc/**', async (route) => {
    if (!losing.delete(new URL(route.request().url()).pathname)) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await add(page, 'Once', 'Twice');
  await remove(page, 'Once');
  await undo(page);
  await expect(rows(page)).toHaveText([/Twice/, /Once/]);
  await expect.poll(() => titles(page)).toEqual(['Twice', 'Once']);
  expect(losing.size).toBe(0);
  await expect(message(page)).toBeEmpty();
  await page.reload();
  await expect(rows(page)).toHaveText([/Twice/, /Once/]);
});

test('what could not be put back is told, and can be tried again', async ({ page }) => {
  await signUp(page, 'Ann');
  await add(page, 'One', 'Two', 'Three');
  const before = await saved(page);
  await page.route('**/trpc/operation.undo**', refuse('INTERNAL_SERVER_ERROR', 500));
  await remove(page, 'Two');
  await undo(page);
  await expect(message(page)).toContainText('“Two” was not put back.');
  await expect(rows(page)).toHaveText([/Three/, /One/]);
  await page.unroute('**/trpc/operation.undo**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(page)).toHaveText([/Three/, /Two/, /One/]);
  expect(await saved(page)).toEqual(before);

  // Somewhere else it is deleted first: what it said is kept, and can be added again.
  const [, two] = before;
  await page.request.post('/trpc/task.delete', {
    data: { id: two?.id },
    headers: { origin: new URL(page.url()).origin },
  });
  await remove(page, 'Two');
  await undo(page);
  await expect(message(page)).toContainText('What was deleted somewhere else');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(page)).toHaveText([/Two/, /Three/, /One/]);
  await expect.poll(() => titles(page)).toEqual(['Two', 'Three', 'One']);
});

test('a deletion that was refused leaves nothing to put back', async ({ page }) => {
  await signUp(page, 'Ann');
  await add(page, 'Kept');
  const before = await saved(page);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/trpc/task.delete**', async (route) => {
    await asked;
    await refuse('INTERNAL_SERVER_ERROR', 500)(route);
  });
  await remove(page, 'Kept');
  await undo(page);
  await expect(rows(page)).toHaveText([/Kept/]);
  answer();
  await expect(message(page)).toContainText('“Kept” was not deleted.');
  expect(await saved(page)).toEqual(before);
  await expect(rows(page)).toHaveText([/Kept/]);
  await expect(page.getByLabel('Not saved')).toBeHidden();
});
