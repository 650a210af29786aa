import { Button } from '../ui/button.tsx';
import { useToasts } from '../ui/toasts.ts';
import { showClearing } from './clearing-messages.ts';
import type { TaskActions } from './use-task-changes.ts';
import { useTaskCounts } from './use-task-lists.ts';

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
          showClearing(toasts, count, clear(count));
          document.querySelector('h1')?.focus();
        }}
      >
        Clear completed
      </Button>
    </span>
  );
}
