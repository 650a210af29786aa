import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useMinute } from '../lib/use-minute.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import { type Task, useView } from '../sync/use-view.ts';
import { rowHeight } from '../ui/row-height.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { EmptyList } from './empty-list.tsx';
import type { StatusFilter } from './status-filter.ts';
import { TaskRow } from './task-row.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useRowActions } from './use-row-actions.ts';
import type { TaskActions } from './use-task-actions.ts';

interface TaskListProps {
  filter: StatusFilter;
  search: string;
  actions: TaskActions;
}

/** The list of tasks, or what stands in its place. */
export function TaskList({ filter, search, actions }: TaskListProps) {
  const where = filter === 'all' ? {} : { completed: filter === 'completed' };
  const { rows } = useView({ noun: 'task', where, search });
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  if (rows.length > 0) return <Rows rows={rows} filter={filter} actions={actions} />;
  if (!isLoaded) return <Skeleton label="Loading tasks…" />;
  if (search.trim() !== '') return <NothingFound search={search} />;
  return <EmptyList filter={filter} />;
}

interface RowsProps {
  rows: readonly Task[];
  filter: StatusFilter;
  actions: TaskActions;
}

/** The rows within the window, and the few around it. */
function Rows({ rows, filter, actions }: RowsProps) {
  const list = useRef<HTMLUListElement>(null);
  const now = useMinute();
  const rowActions = useRowActions(filter, actions);
  const { props, focusedUid } = useKeptFocus(list, rows.length);
  const scrollMargin = useTop(list);
  // oxlint-disable-next-line react/incompatible-library -- its functions are not kept between renders here.
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: rowHeight,
    getItemKey: (index) => rows[index]?.uid ?? index,
    overscan: 8,
    scrollMargin,
    useFlushSync: false,
    // The row with the focus stays, also when it is scrolled away, with those that Tab leads to.
    rangeExtractor(range) {
      const shown = defaultRangeExtractor(range);
      const at = focusedUid === undefined ? -1 : rows.findIndex(({ uid }) => uid === focusedUid);
      if (at === -1) return shown;
      const near = [at - 1, at, at + 1].filter((index) => index >= 0 && index < rows.length);
      return [...new Set([...shown, ...near])].toSorted((one, other) => one - other);
    },
  });
  return (
    <ul
      ref={list}
      {...props}
      aria-label="Tasks"
      className="sheet relative box-content"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const task = rows[index];
        return (
          task && (
            <TaskRow
              key={task.uid}
              ref={virtualizer.measureElement}
              task={task}
              now={now}
              actions={rowActions}
              index={index}
              count={rows.length}
              top={start - scrollMargin}
            />
          )
        );
      })}
    </ul>
  );
}

/** How far below the top of the page the list begins, in pixels: notices above it come and go. */
function useTop(list: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      const { top: inWindow = 0 } = list.current?.getBoundingClientRect() ?? {};
      setTop(Math.round(inWindow + window.scrollY));
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return top;
}

function NothingFound({ search }: { search: string }) {
  return (
    <p className="px-6 py-14 text-center text-muted wrap-anywhere">
      No task contains “<bdi>{search.trim()}</bdi>”.
    </p>
  );
}
