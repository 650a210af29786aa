// What a person does on the page in the lived week, and what they see there.
import type { Page } from '@playwright/test';
import type { Act, ActName } from './week.ts';

const sidebarLink = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');

/** The row of an open task in the Inbox. */
const rowOf = (page: Page, title: string) =>
  rows(page).filter({ has: page.getByRole('link', { name: title, exact: true }) });

/** Shows the open tasks of the Inbox. */
export async function openInbox(page: Page): Promise<void> {
  await sidebarLink(page, 'Inbox').click();
  await page.getByRole('link', { name: /^Active/ }).click();
}

const doers: Record<ActName, (page: Page, task: string) => Promise<void>> = {
  async tick(page, task) {
    await rowOf(page, task).getByRole('checkbox').click();
  },
  async skip(page, task) {
    await rowOf(page, task)
      .getByRole('link', { name: task, exact: true })
      .click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Skip this round' }).click();
  },
  async undo(page) {
    await page.keyboard.press('ControlOrMeta+z');
  },
  async look() {},
  async 'postpone to tue'(page, task) {
    await rowOf(page, task).getByRole('checkbox').focus();
    await page.keyboard.press('d');
    await page.getByRole('textbox', { name: 'Due date', exact: true }).fill('tue');
    await page.keyboard.press('Enter');
  },
  async 'move all to today'(page) {
    await sidebarLink(page, 'Today').click();
    await page.getByRole('button', { name: 'Move all to today' }).click();
    await openInbox(page);
  },
};

export const doAct = (page: Page, { act, task }: Act): Promise<void> => doers[act](page, task);

/** When the page says that a task is due; "done" where it is not open. */
export async function shownDue(page: Page, title: string): Promise<string> {
  const row = rowOf(page, title);
  if ((await row.count()) === 0) return 'done';
  const [words = 'no date'] = await row.locator('time').allInnerTexts();
  return words;
}

/** The titles in Today, sorted: those that are overdue, and the others. */
export async function shownToday(page: Page): Promise<{ overdue: string[]; today: string[] }> {
  await sidebarLink(page, 'Today').click();
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  const lines = await rows(page).evaluateAll((all) =>
    all.map((row) => ({
      heading: row.querySelector('h2')?.textContent?.trim(),
      title: row.querySelector('a')?.textContent?.trim() ?? '',
    })),
  );
  const groups = { overdue: new Array<string>(), today: new Array<string>() };
  let group = groups.today;
  for (const { heading, title } of lines) {
    if (heading === undefined) group.push(title);
    else group = heading === 'Overdue' ? groups.overdue : groups.today;
  }
  return { overdue: groups.overdue.toSorted(), today: groups.today.toSorted() };
}
