// A page whose clock is set, with tasks that have dates. Its person lives in Berlin.
import type { Page } from '@playwright/test';
import { expect, signUp } from './fixtures.ts';

export const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
export const row = (page: Page, title: string) => rows(page).filter({ hasText: title });

/** Monday 30 November 2026, 10:00 in Berlin. */
export const monday = new Date('2026-11-30T09:00:00.000Z');

/** Signs a person up who has these tasks, and opens the Inbox. Set the clock before. */
export async function openDatedPage(page: Page, tasks: readonly object[] = []): Promise<void> {
  await signUp(page, 'Ann');
  const headers = { origin: new URL(page.url()).origin };
  const settings = { zone: 'Europe/Berlin' };
  await page.request.post('/trpc/settings.update', { data: settings, headers });
  if (tasks.length === 0) return;
  await page.request.post('/trpc/task.createMany', { data: { tasks }, headers });
  await expect(rows(page)).toHaveCount(tasks.length);
}
