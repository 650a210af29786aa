import { useMemo, useState } from 'react';
import { quote } from '../lib/quote.ts';
import type { Task } from '../sync/use-view.ts';
import { useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';
import { createDoubleClickGuard } from './double-click-guard.ts';
import { matchesFilter, type StatusFilter } from './status-filter.ts';
import type { TaskActions } from './use-task-actions.ts';

/** What a person can do with a task in its row. */
export type RowActions = ReturnType<typeof useRowActions>;

/** The actions of the rows in the list of `filter`. For a row that leaves it, a message offers an undo. */
export function useRowActions(filter: StatusFilter, { tick, edit, remove, forget }: TaskActions) {
  const toasts = useToasts();
  const [guard] = useState(() => createDoubleClickGuard());
  return useMemo(
    () => ({
      edit,
      forget,
      tick(task: Task, completed: boolean, isSecondClick: boolean) {
        if (isSecondClick && guard.isActive()) return;
        const undo = tick(task, completed);
        if (matchesFilter(filter, { completed })) return;
        guard.rowRemoved();
        toasts.show({
          message: `${completed ? 'Completed' : 'Active again:'} ${quote(task.title)}`,
          action: undoButton(toasts, undo),
        });
      },
      remove(task: Task, isSecondClick: boolean) {
        if (isSecondClick && guard.isActive()) return;
        guard.rowRemoved();
        const undo = remove(task);
        toasts.show({ message: `Deleted ${quote(task.title)}`, action: undoButton(toasts, undo) });
      },
    }),
    [filter, tick, edit, remove, forget, toasts, guard],
  );
}
