import CircleCheck from 'lucide-react/icons/circle-check';
import Leaf from 'lucide-react/icons/leaf';
import Sprout from 'lucide-react/icons/sprout';
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
    <div className="grid justify-items-center gap-1 px-6 py-14 text-center">
      <div className="mb-3 grid size-14 place-items-center rounded-full bg-wash text-accent-text">
        <Icon aria-hidden className="size-6" strokeWidth={1.75} />
      </div>
      <p className="text-lg font-medium">{title}</p>
      <p className="text-balance text-soft">{text}</p>
    </div>
  );
}
