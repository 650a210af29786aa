import { useRef } from 'react';
import { useMinute } from '../lib/use-minute.ts';
import { EmptyList } from './empty-list.tsx';
import { ListError } from './list-error.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { useLocalState } from './local-state.ts';
import { MoreTasks } from './more-tasks.tsx';
import type { StatusFilter } from './status-filter.ts';
import { TaskRow } from './task-row.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useRowActions } from './use-row-actions.ts';
import type { TaskActions } from './use-task-changes.ts';
import { useTaskList } from './use-task-lists.ts';

/** The list of tasks, or a placeholder while there are none. */
export function TaskList({ filter, actions }: { filter: StatusFilter; actions: TaskActions }) {
  const { query, tasks, retry } = useTaskList(filter);
  const { ids } = useLocalState();
  const now = useMinute();
  const rowActions = useRowActions(filter, actions);
  const list = useRef<HTMLUListElement>(null);
  const keptFocus = useKeptFocus(list);

  const error = query.failureReason ?? query.error;
  const message = <ListError error={error} retry={retry} />;
  // An error of the next page is shown at the end of the list, where the person is looking.
  const isAtEnd = query.isFetchingNextPage || query.isFetchNextPageError;
  return (
    <div className="grid grid-cols-1 gap-3">
      {!isAtEnd && message}
      {!tasks && error === null && <ListSkeleton />}
      {tasks?.length === 0 && !query.hasNextPage && <EmptyList filter={filter} />}
      {tasks && tasks.length > 0 && (
        <ul ref={list} {...keptFocus} aria-label="Tasks" className="sheet">
          {tasks.map((task) => (
            <TaskRow key={ids.key(task.id)} task={task} now={now} actions={rowActions} />
          ))}
        </ul>
      )}
      {isAtEnd && message}
      <MoreTasks query={query} />
    </div>
  );
}
