import CircleCheck from 'lucide-react/icons/circle-check';
import Leaf from 'lucide-react/icons/leaf';
import Sprout from 'lucide-react/icons/sprout';
import { ImportButton } from '../exchange/import-button.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { newTaskId } from './add-task.tsx';
import type { StatusFilter } from './status-filter.ts';

const words = {
  all: {
    Icon: Sprout,
    title: 'No tasks yet',
    text: 'Write down the first thing on your mind, with its date, label and priority. For example: Call Bo tomorrow 9am every week @phone p1',
  },
  active: {
    Icon: Leaf,
    title: 'Nothing left to do',
    text: 'Enjoy the quiet, or plan the next thing.',
  },
  completed: {
    Icon: CircleCheck,
    title: 'No completed tasks yet',
    text: 'Tasks that you complete appear here.',
  },
} as const;

interface EmptyListProps {
  filter: StatusFilter;
  /** Whether there is a field for a new task on the screen. */
  canAdd?: boolean;
  /** Whether tasks of another program are offered a way in. */
  canImport?: boolean;
}

/** Shown in place of a list without tasks. */
export function EmptyList({ filter, canAdd = true, canImport = false }: EmptyListProps) {
  const { Icon, title, text } = words[filter];
  const action = canAdd && filter !== 'completed' && (
    <div className="flex flex-wrap justify-center gap-2">
      <Button kind="quiet" onClick={() => document.getElementById(newTaskId)?.focus()}>
        Add a task
      </Button>
      {canImport && filter === 'all' && <ImportButton />}
    </div>
  );
  return (
    <EmptyState icon={Icon} title={title} action={action}>
      {text}
    </EmptyState>
  );
}
