import { useSyncStatus } from '../sync/use-sync.ts';
import { useView } from '../sync/use-view.ts';

export interface TaskCounts {
  active: number;
  completed: number;
}

/** The numbers of tasks; undefined until all of them are on this device. */
export function useTaskCounts(): TaskCounts | undefined {
  const all = useView({ noun: 'task' }).rows.length;
  const completed = useView({ noun: 'task', where: { completed: true } }).rows.length;
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  return isLoaded ? { active: all - completed, completed } : undefined;
}
