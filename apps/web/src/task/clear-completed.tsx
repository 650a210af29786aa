import { Button } from '../ui/button.tsx';
import { useToasts } from '../ui/toasts.ts';
import { tellOfClearing } from './tell-of-clearing.ts';
import type { TaskActions } from './use-task-changes.ts';

interface ClearCompletedProps {
  count: number;
  clear: TaskActions['clearCompleted'];
}

/** Deletes all that is ticked off. It doesn't ask first: the message offers to take it back. */
export function ClearCompleted({ count, clear }: ClearCompletedProps) {
  const toasts = useToasts();
  if (count === 0) return null;
  return (
    <span className="-mr-3 ml-auto">
      <Button
        kind="plain"
        onClick={() => {
          tellOfClearing(toasts, count, clear(count));
          document.querySelector('h1')?.focus();
        }}
      >
        <span>
          Clear<span className="max-sm:sr-only"> completed</span>
        </span>
      </Button>
    </span>
  );
}
