import { useMemo, useState } from 'react';
import { dateWords } from '../dates/date-words.ts';
import { useDayClock } from '../dates/use-day-clock.ts';
import { quote } from '../lib/quote.ts';
import type { Task } from '../sync/use-view.ts';
import { useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';
import { describeTick } from './describe-tick.ts';
import { createDoubleClickGuard } from './double-click-guard.ts';
import { matchesFilter, type StatusFilter } from './status-filter.ts';
import type { TaskActions } from './use-task-actions.ts';

/** What a person can do with a task in its row. */
export type RowActions = ReturnType<typeof useRowActions>;

/** The actions of the rows in the list of `filter`. For a row that leaves it, a message offers an undo. */
export function useRowActions(filter: StatusFilter, actions: TaskActions) {
  const { tick, edit, remove, forget, current } = actions;
  const { zone, today } = useDayClock();
  const toasts = useToasts();
  const [guard] = useState(() => createDoubleClickGuard());
  return useMemo(
    () => ({
      edit,
      forget,
      tick(task: Task, completed: boolean, isSecondClick: boolean) {
        if (isSecondClick && guard.isActive()) return;
        const { undo, others } = tick(task, completed);
        const next = nextDue(task, current(task));
        if (next !== undefined) {
          // A second click would complete the next round.
          guard.rowRemoved();
          const words = dateWords(next, { today, zone });
          const message = `Completed ${quote(task.title)}. Next: ${words}`;
          return void toasts.show({ message, action: undoButton(toasts, undo) });
        }
        const stays = matchesFilter(filter, { completed });
        if (stays && others === 0) return;
        if (!stays) guard.rowRemoved();
        toasts.show({
          message: describeTick(quote(task.title), completed, others),
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
    [filter, tick, edit, remove, forget, current, toasts, guard, today, zone],
  );
}

/** When a recurring task is due next, where it has moved on. */
function nextDue(before: Task, after: Task | undefined): string | undefined {
  const isNext = after && !after.completed && before.rule !== null;
  return isNext && after.occurrence !== before.occurrence ? (after.due ?? undefined) : undefined;
}
