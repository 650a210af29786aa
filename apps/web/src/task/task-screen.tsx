import type { ReactNode } from 'react';
import { ScreenTitle } from '../ui/screen-title.tsx';
import { AddTask } from './add-task.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useShow } from './show.ts';
import { TaskList } from './task-list.tsx';
import { UnsavedTasks } from './unsaved-tasks.tsx';
import { useTaskActions } from './use-task-changes.ts';

/** A person's tasks, and all that can be done with them. `notice`: what they should know besides. */
export function TaskScreen({ notice }: { notice?: ReactNode }) {
  const show = useShow();
  const actions = useTaskActions();
  return (
    <main className="column grid grid-cols-1 gap-4 pt-6 pb-28 sm:pt-10">
      <ScreenTitle>Tasks</ScreenTitle>
      <AddTask show={show} create={actions.create} />
      {/* Below the field, so that it does not move from under somebody's finger. */}
      {notice}
      <UnsavedTasks restore={actions.restore} askAgain={actions.askAgain} />
      <FilterBar show={show} clearCompleted={actions.clearCompleted} />
      <TaskList key={show} show={show} actions={actions} />
    </main>
  );
}
