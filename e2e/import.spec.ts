// Files of other programs, and files for them.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { button, expect, sidebar, signUp, test } from './fixtures.ts';

const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');

const csv = [
  'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,DATE,DATE_LANG',
  'section,Before we leave,,,,,',
  'task,Book the ferry @phone,,1,1,2026-12-24,en',
  'task,Ask Bo,,4,2,,',
  'task,,,4,1,,',
].join('\n');

test('an empty account imports a file, sees before what becomes of it, and takes it back', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await button(page, 'Import tasks').click();
  const dialog = page.getByRole('dialog', { name: 'Import tasks' });
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(text),
  });
  const input = dialog.getByLabel('A file to import');
  await input.setInputFiles(file('letter.doc', 'Dear Bo'));
  await expect(dialog.getByRole('alert')).toContainText('The format of this file is unknown.');
  await input.setInputFiles(file('Trip [42].csv', csv));
  await expect(dialog.getByText('adds 2 tasks, 1 list, 1 section, 1 label.')).toBeVisible();
  await dialog.getByText('1 note on what').click();
  await expect(dialog.getByText('Row 5, left out: It has no title.')).toBeVisible();
  // Nothing has been sent yet.
  expect(await (await page.request.get('/trpc/task.list')).json()).toMatchObject({
    result: { data: { items: [] } },
  });
  await button(page, 'Import 2 tasks').click();
  await expect(dialog.getByText('2 tasks imported.')).toBeVisible();
  await button(page, 'Close').click();
  await sidebar(page).getByRole('link', { name: /Trip/ }).click();
  await expect(rows(page)).toHaveText([/Before we leave/, /Book the ferry/, /Ask Bo/]);

  await page.goto('/account');
  await button(page, 'Import tasks').click();
  await input.setInputFiles(file('Trip [42].csv', `${csv}\ntask,Pack,,4,1,,`));
  await expect(dialog.getByText('adds 1 task. 2 tasks are here already.')).toBeVisible();
  await button(page, 'Import 1 task').click();
  await expect(dialog.getByText('1 task imported, 2 were here already.')).toBeVisible();
  await button(page, 'Undo import').click();
  await expect(dialog.getByText('The import was taken back.')).toBeVisible();
  await button(page, 'Close').click();

  await page.getByLabel('Tasks as').selectOption({ label: 'todo.txt' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Download tasks').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^tydo-[\d-]+\.txt$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toMatch(/^\(A\) [\d-]+ Book the ferry \+Trip @phone due:2026-12-24$/m);
  expect(text).not.toContain('Pack');
  await expect(page.getByText('Not in the file: sections (2), parents (1).')).toBeVisible();
});
