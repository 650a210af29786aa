import { countOf } from '../lib/count-of.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import { Button } from '../ui/button.tsx';
import { useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';
import type { TaskActions } from './use-task-actions.ts';

interface ClearCompletedProps {
  /** The number of completed tasks. */
  count: number;
  clear: () => ReturnType<TaskActions['clearCompleted']>;
}

/** Deletes the completed tasks of a list. It asks for no confirmation, because its message offers an undo. */
export function ClearCompleted({ count, clear }: ClearCompletedProps) {
  const toasts = useToasts();
  // It deletes those that are here.
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  if (count === 0 || !isLoaded) return null;
  return (
    <span className="sm:-mr-2">
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
