import { useSearchParams } from 'wouter';
import type { Task } from '../sync/use-view.ts';

/** The filters of the task list, in the order in which the page offers them. */
export const statusFilters = ['all', 'active', 'completed'] as const;

/** Which tasks the list shows. */
export type StatusFilter = (typeof statusFilters)[number];

/** Whether the list shows `task` under `filter`. */
export function matchesFilter(filter: StatusFilter, task: Pick<Task, 'completed'>): boolean {
  return filter === 'all' || task.completed === (filter === 'completed');
}

/** The address of the list at `path` under `filter`. */
export function filterHref(path: string, filter: StatusFilter): string {
  return filter === 'all' ? path : `${path}?show=${filter}`;
}

/** The filter in the page's address; an unknown one means all. */
export function useStatusFilter(): StatusFilter {
  const [search] = useSearchParams();
  return statusFilters.find((filter) => filter === search.get('show')) ?? 'all';
}
