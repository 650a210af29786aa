import { useRef } from 'react';
import { useMinute } from '../lib/use-minute.ts';
import { useDesk } from './desk.ts';
import { EmptyList } from './empty-list.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { ListTrouble } from './list-trouble.tsx';
import { MoreTasks } from './more-tasks.tsx';
import type { Show } from './show.ts';
import { TaskRow } from './task-row.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useRowActions } from './use-row-actions.ts';
import type { TaskActions } from './use-task-changes.ts';
import { useTaskList } from './use-task-lists.ts';

/** The tasks themselves, or what stands in for them while there are none. */
export function TaskList({ show, actions }: { show: Show; actions: TaskActions }) {
  const { query, tasks, retry } = useTaskList(show);
  const { ids } = useDesk();
  const now = useMinute();
  const rowActions = useRowActions(show, actions);
  const list = useRef<HTMLUListElement>(null);
  const keptFocus = useKeptFocus(list);

  const reason = query.failureReason ?? query.error;
  const trouble = <ListTrouble reason={reason} retry={retry} />;
  // It appears where the person is: at the end, when the next page fails.
  const isAtEnd = query.isFetchingNextPage || query.isFetchNextPageError;
  return (
    <div className="grid grid-cols-1 gap-3">
      {!isAtEnd && trouble}
      {!tasks && reason === null && <ListSkeleton />}
      {tasks?.length === 0 && !query.hasNextPage && <EmptyList show={show} />}
      {tasks && tasks.length > 0 && (
        <ul ref={list} {...keptFocus} aria-label="Tasks" className="sheet">
          {tasks.map((task) => (
            <TaskRow key={ids.key(task.id)} task={task} now={now} actions={rowActions} />
          ))}
        </ul>
      )}
      {isAtEnd && trouble}
      <MoreTasks query={query} />
    </div>
  );
}
