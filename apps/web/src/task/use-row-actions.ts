import type { TaskRead } from '@tydo/schemas/task';
import { useMemo, useState } from 'react';
import { useToasts } from '../ui/toasts.ts';
import { createDoubleClickGuard } from './double-click-guard.ts';
import { quote } from './quote.ts';
import { matchesFilter, type StatusFilter } from './status-filter.ts';
import type { TaskActions } from './use-task-changes.ts';

/** What a person can do with a task in its row. */
export type RowActions = ReturnType<typeof useRowActions>;

/** The actions of the rows in the list of `filter`. For a row that leaves it, a message offers an undo. */
export function useRowActions(filter: StatusFilter, { update, remove }: TaskActions) {
  const toasts = useToasts();
  const [guard] = useState(() => createDoubleClickGuard());
  return useMemo(
    () => ({
      update,
      tick(task: TaskRead, completed: boolean, isSecondClick: boolean) {
        if (isSecondClick && guard.isActive()) return;
        update(task, { completed });
        const ticked = { ...task, completed };
        if (matchesFilter(filter, ticked)) return;
        guard.rowRemoved();
        toasts.show({
          message: `${completed ? 'Completed' : 'Active again:'} ${quote(task.title)}`,
          undo: () => update(ticked, { completed: task.completed }),
        });
      },
      remove(task: TaskRead, isSecondClick: boolean) {
        if (isSecondClick && guard.isActive()) return;
        guard.rowRemoved();
        const undo = remove(task);
        toasts.show({ message: `Deleted ${quote(task.title)}`, undo });
      },
    }),
    [filter, update, remove, toasts, guard],
  );
}
