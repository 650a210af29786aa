import type { ReactNode } from 'react';
import { ScreenTitle } from '../ui/screen-title.tsx';
import { AddTask } from './add-task.tsx';
import { ClearCompleted } from './clear-completed.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useStatusFilter } from './status-filter.ts';
import { TaskList } from './task-list.tsx';
import { UnsavedTasks } from './unsaved-tasks.tsx';
import { useTaskActions } from './use-task-changes.ts';

/** The screen with the person's tasks. `notice` is shown below the field for a new task. */
export function TaskScreen({ notice }: { notice?: ReactNode }) {
  const filter = useStatusFilter();
  const actions = useTaskActions();
  return (
    <main className="column grid grid-cols-1 gap-4 pt-6 pb-28 sm:pt-10">
      {/* As high as the button, so that nothing moves when it appears. */}
      <div className="flex min-h-11 items-center justify-between">
        <ScreenTitle>Tasks</ScreenTitle>
        <ClearCompleted clear={actions.clearCompleted} />
      </div>
      <AddTask filter={filter} create={actions.create} />
      {/* Below the field, so that the field does not move when it appears. */}
      {notice}
      <UnsavedTasks restore={actions.restore} resubmit={actions.resubmit} />
      <FilterBar filter={filter} />
      <TaskList key={filter} filter={filter} actions={actions} />
    </main>
  );
}
