import { Link, useLocation } from 'wouter';
import { filterHref, type StatusFilter, statusFilters } from './status-filter.ts';
import type { TaskCounts } from './use-task-counts.ts';

const labels: Record<StatusFilter, string> = {
  all: 'All',
  active: 'Active',
  completed: 'Completed',
};

interface FilterBarProps {
  filter: StatusFilter;
  counts: TaskCounts | undefined;
}

/** The links to the three filters of the list that is open, with their numbers of tasks. */
export function FilterBar({ filter, counts }: FilterBarProps) {
  const [path] = useLocation();
  return (
    <nav aria-label="Filter tasks" className="-ml-2 flex sm:-ml-3">
      {statusFilters.map((each) => (
        <FilterLink
          key={each}
          filter={each}
          href={filterHref(path, each)}
          isCurrent={each === filter}
          count={countOf(counts, each)}
        />
      ))}
    </nav>
  );
}

interface FilterLinkProps {
  href: string;
  filter: StatusFilter;
  isCurrent: boolean;
  count: number | undefined;
}

function FilterLink({ href, filter, isCurrent, count }: FilterLinkProps) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      aria-description={count === undefined ? undefined : `${count} tasks`}
      className="group flex min-h-control items-center gap-1.5 rounded-md px-2 font-medium sm:px-3 text-muted transition-colors hover:text-text aria-[current]:text-text"
    >
      <span className="border-b-2 border-transparent py-0.5 transition-colors group-aria-[current]:border-accent">
        {labels[filter]}
      </span>
      {/* Room for two digits from the start, so that nothing moves when the numbers arrive. */}
      <span aria-hidden className="min-w-[2ch] text-sm text-muted tabular-nums">
        {count}
      </span>
    </Link>
  );
}

function countOf(counts: TaskCounts | undefined, filter: StatusFilter): number | undefined {
  if (!counts || filter !== 'all') return counts?.[filter === 'completed' ? 'completed' : 'active'];
  return counts.active + counts.completed;
}
