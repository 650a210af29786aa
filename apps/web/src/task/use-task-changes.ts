import { contentOf, createTask, creationOf, type TaskContent } from '@tydo/rules/task';
import type { TaskCreate, TaskRead } from '@tydo/schemas/task';
import { newUuid } from '@tydo/schemas/uuid';
import { useMemo } from 'react';
import type { Asked, TaskChanges, Undo } from './change.ts';
import { clearingOf, useDesk } from './desk.ts';
import { useAsk } from './use-ask.ts';
import { useShownTasks } from './use-task-lists.ts';

/** All that a person can do to tasks. */
export type TaskActions = ReturnType<typeof useTaskActions>;

/** Each answers at once; the server hears of them one after another, and may still refuse. */
export function useTaskActions() {
  const { ask, askAgain } = useAsk();
  const desk = useDesk();
  const shownTasks = useShownTasks();
  return useMemo(() => {
    const { ids } = desk;
    const create = (input: Omit<TaskCreate, 'operationId'>) => {
      const made = createTask(input, { uid: newUuid(), now: new Date().toISOString() });
      return ask({ kind: 'create', task: { id: ids.next(), ...made } }).task;
    };
    const update = (task: TaskRead, changes: TaskChanges, seenAt?: string) =>
      void ask({ kind: 'update', task, changes, ...(seenAt && { seenAt }) });
    const undo = ({ of, tasks }: Omit<Undo, 'kind'>) => void ask({ kind: 'undo', of, tasks });
    return {
      create,
      update,
      askAgain: (asked: Asked) => askAgain(asked),
      /** Makes a task like one that is gone. */
      restore: (gone: TaskContent) => {
        const task = create(creationOf(gone));
        const isNew = JSON.stringify(contentOf(task)) === JSON.stringify(contentOf(gone));
        if (!isNew) update(task, contentOf(gone));
      },
      /** Gives a way to take it back. */
      remove: (task: TaskRead) => {
        const of = ask({ kind: 'delete', task });
        return () => undo({ of, tasks: [task] });
      },
      /** Gives how far it has come, and a way to stop it and take it back. */
      clearCompleted: (count: number) => {
        const tasks = shownTasks().filter((task) => task.completed);
        const of = ask({ kind: 'clear', count });
        const clearing = clearingOf(desk, of.operationId);
        const takeBack = () => {
          clearing.isStopped = true;
          undo({ of, tasks });
        };
        return { clearing, undo: takeBack };
      },
    };
  }, [ask, askAgain, desk, shownTasks]);
}
