import type { TaskRead } from '@tydo/schemas/task';
import { useMemo } from 'react';
import type { Asked, TaskChanges, Undo } from './change.ts';
import { useDesk } from './desk.ts';
import { useAsk } from './use-ask.ts';
import { useShownTasks } from './use-task-lists.ts';

/** All that a person can do to tasks. */
export type TaskActions = ReturnType<typeof useTaskActions>;

/** Each answers at once; the server hears of them one after another, and may still refuse. */
export function useTaskActions() {
  const { ask, askAgain } = useAsk();
  const { ids } = useDesk();
  const shownTasks = useShownTasks();
  return useMemo(() => {
    const create = ({ title, description }: Pick<TaskRead, 'title' | 'description'>) => {
      const now = new Date().toISOString();
      const stamps = { completed: false, createdAt: now, updatedAt: now };
      return ask({ kind: 'create', task: { id: ids.next(), title, description, ...stamps } }).task;
    };
    const update = (task: TaskRead, changes: TaskChanges, seenAt?: string) =>
      void ask({ kind: 'update', task, changes, ...(seenAt && { seenAt }) });
    const undo = ({ of, tasks }: Omit<Undo, 'kind'>) => void ask({ kind: 'undo', of, tasks });
    return {
      create,
      update,
      askAgain: (asked: Asked) => askAgain(asked),
      /** Makes a task like one that is gone. */
      restore: (gone: Pick<TaskRead, 'title' | 'description' | 'completed'>) => {
        const task = create(gone);
        if (gone.completed) update(task, { completed: true });
      },
      /** Gives a way to take it back, as `clearCompleted` does. */
      remove: (task: TaskRead) => {
        const of = ask({ kind: 'delete', task });
        return () => undo({ of, tasks: [task] });
      },
      clearCompleted: (count: number) => {
        const tasks = shownTasks().filter((task) => task.completed);
        const of = ask({ kind: 'clear', count });
        return () => undo({ of, tasks });
      },
    };
  }, [ask, askAgain, ids, shownTasks]);
}
