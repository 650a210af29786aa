import { countOf } from '../lib/count-of.ts';
import { Button } from '../ui/button.tsx';
import { useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';
import type { TaskActions } from './use-task-actions.ts';
import { useTaskCounts } from './use-task-counts.ts';

/** Deletes all completed tasks. It asks for no confirmation, because its message offers an undo. */
export function ClearCompleted({ clear }: { clear: TaskActions['clearCompleted'] }) {
  const toasts = useToasts();
  const count = useTaskCounts()?.completed ?? 0;
  if (count === 0) return null;
  return (
    <span className="-mr-3">
      <Button
        kind="plain"
        onClick={() => {
          const { count: cleared, undo } = clear();
          toasts.show({
            message: `Cleared ${countOf(cleared, 'completed task')}`,
            action: undoButton(toasts, undo),
          });
          document.querySelector('h1')?.focus();
        }}
      >
        Clear completed
      </Button>
    </span>
  );
}
