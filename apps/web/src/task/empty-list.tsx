import CircleCheck from 'lucide-react/icons/circle-check';
import Leaf from 'lucide-react/icons/leaf';
import Sprout from 'lucide-react/icons/sprout';
import { lazy, Suspense, useState } from 'react';
import { optionalLoader } from '../lib/lazy-screen.ts';
import { useCount } from '../sync/use-view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { newTaskId } from './add-task.tsx';
import type { StatusFilter } from './status-filter.ts';

const FirstMinute = lazy(optionalLoader(() => import('./first-minute/first-minute.tsx')));

const words = {
  all: {
    Icon: Sprout,
    title: 'No tasks yet',
    text: 'What you add in the field above appears here.',
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
  /** Whether it is the list that a person begins with. */
  isFirst?: boolean;
}

/** Shown in place of a list without tasks. */
export function EmptyList({ filter, canAdd = true, isFirst = false }: EmptyListProps) {
  const { Icon, title, text } = words[filter];
  const count = useCount({ noun: 'task' });
  const [wasEmpty, setWasEmpty] = useState(false);
  // It stays while what it has opened says what was imported, into other lists.
  if (count === 0 && !wasEmpty) setWasEmpty(true);
  if (isFirst && filter === 'all' && wasEmpty) {
    return (
      <Suspense>
        <FirstMinute />
      </Suspense>
    );
  }
  const action = canAdd && filter !== 'completed' && (
    <Button kind="quiet" onClick={() => document.getElementById(newTaskId)?.focus()}>
      Add a task
    </Button>
  );
  return (
    <EmptyState icon={Icon} title={title} action={action}>
      {text}
    </EmptyState>
  );
}
