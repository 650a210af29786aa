import CircleCheck from 'lucide-react/icons/circle-check';
import Leaf from 'lucide-react/icons/leaf';
import Sprout from 'lucide-react/icons/sprout';
import type { Show } from './show.ts';

const words = {
  all: {
    Icon: Sprout,
    title: 'A clear page',
    text: 'Write down the first thing that is on your mind.',
  },
  active: {
    Icon: Leaf,
    title: 'Nothing left to do',
    text: 'Enjoy the quiet, or plan the next thing.',
  },
  completed: {
    Icon: CircleCheck,
    title: 'Nothing ticked off yet',
    text: 'What you finish gathers here.',
  },
} as const;

/** What is said in a list without tasks. */
export function EmptyList({ show }: { show: Show }) {
  const { Icon, title, text } = words[show];
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
