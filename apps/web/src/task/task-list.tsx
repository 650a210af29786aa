import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { useMinute } from '../lib/use-minute.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import { type Task, useView } from '../sync/use-view.ts';
import { rowHeight } from '../ui/row-height.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { EmptyList } from './empty-list.tsx';
import { useCollapsed } from './rows/collapsed.ts';
import { type Line, lineKey, linesOf } from './rows/lines.ts';
import { ListControlsProvider } from './rows/list-controls.ts';
import { useListControls } from './rows/use-list-controls.tsx';
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
  const { rows, version } = useView({ noun: 'task', where, search, order: 'rank' });
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  if (rows.length > 0)
    return <Rows rows={rows} version={version} filter={filter} actions={actions} />;
  if (!isLoaded) return <Skeleton label="Loading tasks…" />;
  if (search.trim() !== '') return <NothingFound search={search} />;
  return <EmptyList filter={filter} />;
}

interface RowsProps {
  rows: readonly Task[];
  version: number;
  filter: StatusFilter;
  actions: TaskActions;
}

/** The rows within the window, and the few around it. */
function Rows({ rows, version, filter, actions }: RowsProps) {
  const list = useRef<HTMLUListElement>(null);
  const collapsed = useStore(useCollapsed(), (ids) => ids);
  const lines = useMemo(
    () => linesOf({ tasks: rows, isCollapsed: (id) => collapsed.has(id) }),
    // oxlint-disable-next-line react/exhaustive-deps -- the array stays the same one while it changes.
    [rows, version, collapsed],
  );
  const { controls, listProps, overlays, mark, draggedUid } = useListControls({
    list,
    lines,
    order: { listId: null },
  });
  const now = useMinute();
  const rowActions = useRowActions(filter, actions);
  const { props, focusedUid } = useKeptFocus(list, lines.length);
  const scrollMargin = useTop(list);
  // oxlint-disable-next-line react/incompatible-library -- its functions are not kept between renders here.
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: rowHeight,
    getItemKey: (index) => keyAt(lines, index),
    overscan: 8,
    scrollMargin,
    useFlushSync: false,
    // The row with the focus stays, also when it is scrolled away, with those that Tab leads to.
    rangeExtractor(range) {
      const shown = defaultRangeExtractor(range);
      const near = [focusedUid, draggedUid].flatMap((kept) => {
        const at = kept === undefined ? -1 : lines.findIndex((line) => lineKey(line) === kept);
        return at === -1 ? [] : [at - 1, at, at + 1].filter((index) => lines[index]);
      });
      return [...new Set([...shown, ...near])].toSorted((one, other) => one - other);
    },
  });
  return (
    <ListControlsProvider value={controls}>
      <ul
        ref={list}
        {...props}
        {...listProps}
        aria-label="Tasks"
        className="sheet relative box-content"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return (
            line?.kind === 'task' && (
              <TaskRow
                key={line.task.uid}
                ref={virtualizer.measureElement}
                line={line}
                now={now}
                actions={rowActions}
                index={index}
                count={lines.length}
                top={start - scrollMargin}
              />
            )
          );
        })}
        {mark}
      </ul>
      {overlays}
    </ListControlsProvider>
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

function keyAt(lines: readonly Line[], index: number): string | number {
  const line = lines[index];
  return line ? lineKey(line) : index;
}
