import { type ReactNode, useRef } from 'react';
import type { DayClock } from '../dates/use-day-clock.ts';
import { useMinute } from '../lib/use-minute.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Line, lineKey, type TaskLine } from './rows/lines.ts';
import { ListControlsProvider } from './rows/list-controls.ts';
import { useListControls } from './rows/use-list-controls.tsx';
import { useRowWindow } from './rows/use-row-window.ts';
import type { StatusFilter } from './status-filter.ts';
import { TaskRow } from './task-row.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useRowActions } from './use-row-actions.ts';
import type { TaskActions } from './use-task-actions.ts';

interface TaskListProps {
  /** Another array when something in it has changed. */
  lines: readonly Line[];
  /** The list whose order the lines have, where they can be moved; without it they are of several lists. */
  order?: { listId: string | null };
  /** The clock of a list by days, where tasks can be moved from day to day. */
  dayClock?: DayClock;
  /** Which tasks stay in the list when they are ticked. */
  filter: StatusFilter;
  actions: TaskActions;
  /** The content of a line that is no task. */
  renderHeading?: (line: Exclude<Line, TaskLine>) => ReactNode;
  /** A row that has to be in sight: another object for each time. */
  reveal?: { key: string } | undefined;
  /** In place of a list without rows. */
  empty: ReactNode;
}

/** A list of tasks, or what stands in its place. */
export function TaskList({ empty, ...props }: TaskListProps) {
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  if (props.lines.length > 0) return <Rows {...props} />;
  if (!isLoaded) return <Skeleton label="Loading tasks…" />;
  return empty;
}

/** The rows within the window, and the few around it. */
function Rows(props: Omit<TaskListProps, 'empty'>) {
  const { lines, order, dayClock, filter, actions, renderHeading, reveal } = props;
  const list = useRef<HTMLUListElement>(null);
  const { controls, listProps, overlays, mark, draggedUid } = useListControls({
    list,
    lines,
    order,
    dayClock,
  });
  const now = useMinute();
  const rowActions = useRowActions(filter, actions);
  const count = lines.length;
  const { props: focusProps, focusedUid } = useKeptFocus(list, count);
  const kept = [focusedUid, draggedUid];
  const { rows, height, measure } = useRowWindow({ list, lines, kept, reveal });
  return (
    <ListControlsProvider value={controls}>
      <ul
        ref={list}
        {...focusProps}
        {...listProps}
        aria-label="Tasks"
        className="relative -mx-2 box-content"
        style={{ height }}
      >
        {rows.map(({ index, top }) => {
          const line = lines[index];
          if (!line) return null;
          const place = { index, count, top, ref: measure };
          if (line.kind !== 'task') {
            return (
              <li
                key={lineKey(line)}
                ref={place.ref}
                data-index={index}
                data-uid={lineKey(line)}
                aria-posinset={index + 1}
                aria-setsize={count}
                style={{ top: place.top }}
                className={line.kind === 'ahead' ? 'ahead-row' : 'section-row group'}
              >
                {renderHeading?.(line)}
              </li>
            );
          }
          return (
            <TaskRow
              key={lineKey(line)}
              {...place}
              line={line}
              now={now}
              actions={rowActions}
              showsList={order === undefined}
            />
          );
        })}
        {mark}
      </ul>
      {overlays}
    </ListControlsProvider>
  );
}
