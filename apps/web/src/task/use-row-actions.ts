import type { TaskRead } from '@tydo/schemas/task';
import { useMemo, useState } from 'react';
import { useToasts } from '../ui/toasts.ts';
import { quote } from './quote.ts';
import { createRowGuard } from './row-guard.ts';
import { belongs, type Show } from './show.ts';
import type { TaskActions } from './use-task-changes.ts';

/** All that a person can do to a task in its row. */
export type RowActions = ReturnType<typeof useRowActions>;

/** In the list that shows `show`; of a row that leaves it, a message says so, and brings it back. */
export function useRowActions(show: Show, { update, remove }: TaskActions) {
  const toasts = useToasts();
  const [guard] = useState(() => createRowGuard());
  return useMemo(
    () => ({
      update,
      tick(task: TaskRead, completed: boolean, isSecondClick: boolean) {
        if (isSecondClick && guard.isSettling()) return;
        update(task, { completed });
        const ticked = { ...task, completed };
        if (belongs(show, ticked)) return;
        guard.left();
        toasts.show({
          message: `${completed ? 'Completed' : 'Active again:'} ${quote(task.title)}`,
          undo: () => update(ticked, { completed: task.completed }),
        });
      },
      remove(task: TaskRead, isSecondClick: boolean) {
        if (isSecondClick && guard.isSettling()) return;
        guard.left();
        const undo = remove(task);
        toasts.show({ message: `Deleted ${quote(task.title)}`, undo });
      },
    }),
    [show, update, remove, toasts, guard],
  );
}
