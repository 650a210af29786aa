import type { TaskRead } from '@tydo/schemas/task';
import { useSearchParams } from 'wouter';

/** Which tasks a list shows. */
export type Show = 'all' | 'active' | 'completed';

export const shows = ['all', 'active', 'completed'] as const satisfies readonly Show[];

/** Whether `task` belongs in the list that shows `show`. */
export function belongs(show: Show, task: TaskRead): boolean {
  return show === 'all' || task.completed === (show === 'completed');
}

/** The address of a list. */
export function showHref(show: Show): string {
  return show === 'all' ? '/' : `/?show=${show}`;
}

/** What the address asks for; anything unknown means all. */
export function useShow(): Show {
  const [search] = useSearchParams();
  return shows.find((show) => show === search.get('show')) ?? 'all';
}
