import { expect, type Page } from '@playwright/test';
import { newTask } from './fixtures.ts';

const lists = [
  { id: 'home', name: 'Home', color: 'green' },
  { id: 'work', name: 'Work', color: 'blue' },
  { id: 'lisbon', name: 'Trip to Lisbon', color: 'orange' },
];

const tasks = [
  'Renew the passport {in 6 weeks} p1',
  'Write the talk outline: what worked, what did not, what next',
  'Call Grandma every sunday 4pm @phone',
  'Buy rye bread and milk today @errand',
  'Book a table for six tomorrow 12:00 @phone p2',
  'Water the plants every! 4 days',
];

/** Fills the account of the page, which shows the Inbox: lists, a filter, and tasks of many kinds. */
export async function fillAccount(page: Page): Promise<void> {
  const headers = { origin: new URL(page.url()).origin };
  const call = (name: string, data: object) =>
    page.request.post(`/trpc/${name}`, { data, headers });
  const ids = lists.map((list) => ({ ...list, id: crypto.randomUUID() }));
  for (const list of ids) await call('list.create', list);
  await call('filter.create', { name: 'Soon', query: 'next 7 days | p1' });
  const trip = { listId: ids[2]?.id ?? null };
  const sectionId = crypto.randomUUID();
  await call('section.create', { id: sectionId, ...trip, name: 'Before we leave' });
  await call('task.create', { title: 'Choose a hotel near the river', ...trip });
  await call('task.create', { title: 'Water bottles', ...trip, sectionId, priority: 5 });
  for (const title of tasks) {
    await newTask(page).fill(title);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('checkbox', { name: 'Write the talk outline' }).check();
  await page.getByRole('button', { name: 'Edit “Renew the passport”' }).click();
  await page.getByLabel('Description').fill('Bring the old one, two photos, and the form.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Bring the old one')).toBeVisible();
}
