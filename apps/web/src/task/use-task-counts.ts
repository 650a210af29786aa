import { useSyncStatus } from '../sync/use-sync.ts';
import { useCounts } from '../sync/use-view.ts';

export interface TaskCounts {
  active: number;
  completed: number;
}

/** The numbers of tasks in a list; undefined until all of them are on this device. */
export function useTaskCounts(listId: string | null): TaskCounts | undefined {
  const active = useCounts({ noun: 'task', where: { completed: false }, by: 'listId' });
  const completed = useCounts({ noun: 'task', where: { completed: true }, by: 'listId' });
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  return isLoaded ? { active: active(listId), completed: completed(listId) } : undefined;
}
