import { contentOf, createInputOf, createTask, type TaskContent } from '@tydo/rules/task';
import type { TaskCreate, TaskRead } from '@tydo/schemas/task';
import { newUuid } from '@tydo/schemas/uuid';
import { useMemo } from 'react';
import type { Submitted, TaskChanges, Undo } from './change.ts';
import { clearingOf, useLocalState } from './local-state.ts';
import { useSubmitChange } from './use-submit-change.ts';
import { useShownTasks } from './use-task-lists.ts';

/** What a person can do with tasks. */
export type TaskActions = ReturnType<typeof useTaskActions>;

/** Each action shows its result at once and is sent in a queue; the server may still reject it. */
export function useTaskActions() {
  const { submit, resubmit } = useSubmitChange();
  const localState = useLocalState();
  const shownTasks = useShownTasks();
  return useMemo(() => {
    const { ids } = localState;
    const create = (input: Omit<TaskCreate, 'operationId'>) => {
      const made = createTask(input, { uid: newUuid(), now: new Date().toISOString() });
      return submit({ kind: 'create', task: { id: ids.next(), ...made } }).task;
    };
    const update = (task: TaskRead, changes: TaskChanges, seenAt?: string) =>
      void submit({ kind: 'update', task, changes, ...(seenAt && { seenAt }) });
    const undo = ({ of, tasks }: Omit<Undo, 'kind'>) => void submit({ kind: 'undo', of, tasks });
    return {
      create,
      update,
      resubmit: (submitted: Submitted) => resubmit(submitted),
      /** Creates a task with the content of one that could not be saved. */
      restore: (content: TaskContent) => {
        const task = create(createInputOf(content));
        const isNew = JSON.stringify(contentOf(task)) === JSON.stringify(contentOf(content));
        if (!isNew) update(task, contentOf(content));
      },
      /** Returns a function that undoes it. */
      remove: (task: TaskRead) => {
        const of = submit({ kind: 'delete', task });
        return () => undo({ of, tasks: [task] });
      },
      /** Returns the progress, and a function that stops and undoes it. */
      clearCompleted: (count: number) => {
        const tasks = shownTasks().filter((task) => task.completed);
        const of = submit({ kind: 'clear', count });
        const clearing = clearingOf(localState, of.operationId);
        const stopAndUndo = () => {
          clearing.isStopped = true;
          undo({ of, tasks });
        };
        return { clearing, undo: stopAndUndo };
      },
    };
  }, [submit, resubmit, localState, shownTasks]);
}
