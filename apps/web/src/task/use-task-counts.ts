import { useCount } from '../sync/use-view.ts';

export interface TaskCounts {
  active: number;
  completed: number;
}

/** The numbers of tasks; undefined until they are known on this device. */
export function useTaskCounts(): TaskCounts | undefined {
  const all = useCount({ noun: 'task' });
  const completed = useCount({ noun: 'task', where: { completed: true } });
  if (all === undefined || completed === undefined) return undefined;
  return { active: all - completed, completed };
}
