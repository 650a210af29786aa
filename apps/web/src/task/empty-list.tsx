import CircleCheck from 'lucide-react/icons/circle-check';
import Leaf from 'lucide-react/icons/leaf';
import Sprout from 'lucide-react/icons/sprout';
import { EmptyState } from '../ui/empty-state.tsx';
import type { StatusFilter } from './status-filter.ts';

const words = {
  all: {
    Icon: Sprout,
    title: 'No tasks yet',
    text: 'Write down the first thing on your mind.',
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

/** Shown in place of a list without tasks. */
export function EmptyList({ filter }: { filter: StatusFilter }) {
  const { Icon, title, text } = words[filter];
  return (
    <EmptyState icon={Icon} title={title}>
      {text}
    </EmptyState>
  );
}
