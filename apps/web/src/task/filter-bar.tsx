import type { TaskCounts } from '@tydo/schemas/task';
import { Link } from 'wouter';
import { ClearCompleted } from './clear-completed.tsx';
import { type Show, showHref, shows } from './show.ts';
import type { TaskActions } from './use-task-changes.ts';
import { useTaskCounts } from './use-task-lists.ts';

const names: Record<Show, string> = { all: 'All', active: 'Active', completed: 'Completed' };

interface FilterBarProps {
  show: Show;
  clearCompleted: TaskActions['clearCompleted'];
}

/** Which tasks to see, how many there are, and the broom. */
export function FilterBar({ show, clearCompleted }: FilterBarProps) {
  const counts = useTaskCounts();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-2">
      <nav aria-label="Which tasks" className="-ml-2 flex sm:-ml-3">
        {shows.map((each) => (
          <FilterLink
            key={each}
            show={each}
            isCurrent={each === show}
            count={countOf(counts, each)}
          />
        ))}
      </nav>
      <ClearCompleted count={counts?.completed ?? 0} clear={clearCompleted} />
    </div>
  );
}

interface FilterLinkProps {
  show: Show;
  isCurrent: boolean;
  count: number | undefined;
}

function FilterLink({ show, isCurrent, count }: FilterLinkProps) {
  return (
    <Link
      href={showHref(show)}
      aria-current={isCurrent ? 'page' : undefined}
      aria-description={count === undefined ? undefined : `${count} tasks`}
      className="group flex min-h-11 items-center gap-1.5 rounded-xl px-2 font-medium sm:px-3 text-soft transition-colors hover:text-ink aria-[current]:text-ink"
    >
      <span className="border-b-2 border-transparent py-0.5 transition-colors group-aria-[current]:border-accent">
        {names[show]}
      </span>
      {/* Room for two digits from the start, so that nothing moves when the numbers arrive. */}
      <span aria-hidden className="min-w-[2ch] text-sm text-soft tabular-nums">
        {count}
      </span>
    </Link>
  );
}

function countOf(counts: TaskCounts | undefined, show: Show): number | undefined {
  if (!counts || show !== 'all') return counts?.[show === 'completed' ? 'completed' : 'active'];
  return counts.active + counts.completed;
}
