import { AddTask } from './add-task.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useShow } from './show.ts';
import { TaskList } from './task-list.tsx';
import { UnsavedTasks } from './unsaved-tasks.tsx';
import { useTaskActions } from './use-task-changes.ts';

/** A person's tasks, and all that can be done with them. */
export function TaskScreen() {
  const show = useShow();
  const actions = useTaskActions();
  return (
    <main className="column grid grid-cols-1 gap-4 pt-6 pb-28 sm:pt-10">
      <title>Tasks · Tydo</title>
      <h1 tabIndex={-1} className="outline-none">
        Tasks
      </h1>
      <AddTask show={show} create={actions.create} />
      <UnsavedTasks restore={actions.restore} askAgain={actions.askAgain} />
      <FilterBar show={show} clearCompleted={actions.clearCompleted} />
      <TaskList key={show} show={show} actions={actions} />
    </main>
  );
}
