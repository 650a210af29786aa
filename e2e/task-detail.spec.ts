// Everything about one task: its details, its subtasks.
import type { Page } from '@playwright/test';
import { button, expect, message, newTask, signUp, test } from './fixtures.ts';

test.use({ expectedErrors: /Failed to load resource/ });

const details = (page: Page) => page.getByLabel('Task details');
const list = (page: Page) => page.getByRole('list', { name: 'Tasks', exact: true });
const saved = (page: Page) => expect(page.getByText(/will be saved|Saving/)).toBeHidden();

async function add(page: Page, ...titles: string[]): Promise<void> {
  for (const title of titles) {
    await newTask(page).fill(title);
    await page.keyboard.press('Enter');
  }
}

async function addSubtasks(page: Page, ...titles: string[]): Promise<void> {
  for (const title of titles) {
    await page.getByLabel('New subtask').fill(title);
    await page.keyboard.press('Enter');
  }
}

test('the details of a task change everything about it, without a network too, and a reload keeps them', async ({
  page,
  context,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'Trip', 'Milk');
  await list(page).getByRole('link', { name: 'Trip' }).click();
  const panel = details(page);
  await panel.getByLabel('Title').fill('Trip to Lisbon');
  await panel.getByLabel('Title').press('Tab');
  await expect(list(page).getByRole('link', { name: 'Trip to Lisbon' })).toBeVisible();
  await panel.getByLabel('Description').fill('Two weeks\nin May');
  await panel.getByText('High').click();
  await panel.getByRole('button', { name: 'Add labels' }).click();
  await page.keyboard.type('travel');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await saved(page);

  await context.setOffline(true);
  await addSubtasks(page, 'Book flights', 'Pack');
  await panel.getByRole('button', { name: 'No parent' }).click();
  await page.getByRole('option', { name: 'Milk' }).click();
  // What is typed and not saved yet is kept as well.
  await panel.getByLabel('Description').fill('Two weeks\nin June');
  await expect(page.getByText(/Offline\. \d+ changes/)).toBeVisible();
  await context.setOffline(false);
  await saved(page);
  await page.reload();

  await expect(panel.getByLabel('Description')).toHaveValue('Two weeks\nin June');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await list(page).getByRole('link', { name: 'Trip to Lisbon' }).click();
  await expect(panel.getByLabel('Title')).toHaveValue('Trip to Lisbon');
  await expect(panel.getByRole('radio', { name: 'High' })).toBeChecked();
  await expect(panel.getByText('travel', { exact: true })).toBeVisible();
  await expect(panel.getByRole('link', { name: 'Part of Milk' })).toBeVisible();
  await expect(panel.getByRole('listitem')).toHaveText([/Book flights/, /Pack/]);
  await panel.getByRole('button', { name: 'History' }).click();
  await expect(panel.getByText('Renamed “Trip” to “Trip to Lisbon”')).toBeVisible();
  await panel.getByLabel('Description').fill('Two weeks\nin July');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(list(page).getByText('in July')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(list(page).getByText('in June')).toBeVisible();

  await list(page).getByRole('link', { name: 'Milk' }).click();
  await panel.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(list(page)).toBeHidden();
  await button(page, 'Undo').click();
  await expect(list(page).getByRole('listitem')).toHaveCount(4);
});

test('going back closes the details, and a link opens them', async ({ page }) => {
  await signUp(page, 'Ann');
  await add(page, 'Milk', 'Bread');
  await list(page).getByRole('link', { name: 'Milk' }).click();
  await expect(details(page)).toBeVisible();
  const link = page.url();
  await list(page).getByRole('link', { name: 'Bread' }).click();
  await expect(details(page).getByLabel('Title')).toHaveValue('Bread');
  await page.goBack();
  await expect(details(page)).toHaveCount(0);
  await page.goto(link);
  await expect(details(page).getByLabel('Title')).toHaveValue('Milk');
  await details(page).getByRole('button', { name: 'Close' }).click();
  await expect(details(page)).toHaveCount(0);
  await page.goto('/?task=gone');
  await expect(details(page).getByText('This task is not here')).toBeVisible();
});

test('subtasks are completed with their parent, and opening one opens it again', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'Trip');
  await list(page).getByRole('link', { name: 'Trip' }).click();
  await addSubtasks(page, 'Flights', 'Hotel');
  await details(page).getByRole('link', { name: 'Flights' }).click();
  await expect(details(page).getByLabel('Title')).toHaveValue('Flights');
  await addSubtasks(page, 'Compare');
  // What is under a subtask is in the details of the task above too.
  await details(page).getByRole('link', { name: 'Part of Trip' }).click();
  await expect(details(page).getByRole('link', { name: 'Compare' })).toBeVisible();
  await page.goBack();

  const box = (name: string) => list(page).getByRole('checkbox', { name });
  await box('Trip').check();
  await expect(message(page)).toHaveText(/Completed “Trip” and 3 subtasks/);
  for (const name of ['Flights', 'Compare', 'Hotel']) await expect(box(name)).toBeChecked();
  await expect(list(page).getByText('2/2')).toBeVisible();
  await box('Compare').uncheck();
  await expect(box('Trip')).not.toBeChecked();
  await expect(box('Flights')).not.toBeChecked();
  await expect(box('Hotel')).toBeChecked();

  await list(page).getByRole('button', { name: '1/2 subtasks completed' }).click();
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  await saved(page);
  await page.reload();
  await expect(list(page).getByText('1/2')).toBeVisible();
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
});

test('quick add reads a subtask, which stays in the list of its task', async ({ page }) => {
  await signUp(page, 'Ann');
  await add(page, 'Trip');
  await list(page).getByRole('link', { name: 'Trip' }).click();
  const panel = details(page);
  await page.getByLabel('New subtask').fill('Book flights tomorrow 9am p1 @travel #Inbox');
  const understood = panel.getByRole('list', { name: 'Understood' }).getByRole('listitem');
  await expect(understood).toHaveText([/^Tomorrow, 9:00/, 'High priority', 'travel · new label']);
  await expect(panel.getByText('No list is named')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(understood).toHaveCount(0);
  const subtask = panel.getByRole('list', { name: 'Subtasks' }).getByRole('listitem');
  await expect(subtask.getByRole('link', { name: 'Book flights #Inbox' })).toBeVisible();
  await expect(subtask.getByText('travel')).toBeVisible();
  await saved(page);
});
