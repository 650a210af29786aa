import History from 'lucide-react/icons/history';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { ScreenTitle } from '../ui/screen-title.tsx';
import { AddTask } from './add-task.tsx';
import { ClearCompleted } from './clear-completed.tsx';
import { FilterBar } from './filter-bar.tsx';
import { SearchButton, SearchField } from './search-field.tsx';
import { useStatusFilter } from './status-filter.ts';
import { SyncLine } from './sync-line.tsx';
import { TaskList } from './task-list.tsx';
import { UnsavedTasks } from './unsaved-tasks.tsx';
import { useTaskActions } from './use-task-actions.ts';

/** The screen with the person's tasks. `notice` is shown below the field for a new task. */
export function TaskScreen({ notice }: { notice?: ReactNode }) {
  const filter = useStatusFilter();
  const actions = useTaskActions();
  /** Undefined while no search is open. */
  const [search, setSearch] = useState<string>();
  return (
    <main className="column grid grid-cols-1 gap-4 pt-6 pb-28 sm:pt-10">
      {/* As high as the button, so that nothing moves when it appears. */}
      <div className="flex min-h-control items-center justify-between gap-2">
        <ScreenTitle>Tasks</ScreenTitle>
        <div className="flex items-center">
          <ClearCompleted clear={actions.clearCompleted} />
          <Link
            href="/history"
            title="History"
            aria-label="History"
            className="-mr-3 inline-grid size-control place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text"
          >
            <History aria-hidden className="size-icon" />
          </Link>
        </div>
      </div>
      <AddTask filter={filter} search={search ?? ''} create={actions.create} />
      {/* Below the field, so that the field does not move when it appears. */}
      {notice}
      <UnsavedTasks actions={actions} />
      <div className="flex items-center justify-between">
        <FilterBar filter={filter} />
        <SearchButton isOpen={search !== undefined} open={() => setSearch('')} />
      </div>
      {search !== undefined && <SearchField text={search} setText={setSearch} />}
      <div className="grid grid-cols-1 gap-3">
        <SyncLine />
        <TaskList key={filter} filter={filter} search={search ?? ''} actions={actions} />
      </div>
    </main>
  );
}
