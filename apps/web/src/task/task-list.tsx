import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useMinute } from '../lib/use-minute.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import { rowHeight } from '../ui/row-height.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { type HeadingLine, type Line, lineKey } from './rows/lines.ts';
import { ListControlsProvider } from './rows/list-controls.ts';
import { useListControls } from './rows/use-list-controls.tsx';
import type { StatusFilter } from './status-filter.ts';
import { TaskRow } from './task-row.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useRowActions } from './use-row-actions.ts';
import { useScrollAnchor } from './use-scroll-anchor.ts';
import type { TaskActions } from './use-task-actions.ts';

interface TaskListProps {
  /** Another array when something in it has changed. */
  lines: readonly Line[];
  /** The list whose order the lines have, where they can be moved; without it they are of several lists. */
  order?: { listId: string | null };
  /** Which tasks stay in the list when they are ticked. */
  filter: StatusFilter;
  actions: TaskActions;
  /** The content of a heading. */
  renderHeading?: (line: HeadingLine) => ReactNode;
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

/** What covers the rows at the top of the window (the field for a new task) and at its end (messages). */
const covered = { top: 72, end: 88 };

/** The rows within the window, and the few around it. */
function Rows(props: Omit<TaskListProps, 'empty'>) {
  const { lines, order, filter, actions, renderHeading, reveal } = props;
  const list = useRef<HTMLUListElement>(null);
  const { controls, listProps, overlays, mark, draggedUid } = useListControls({
    list,
    lines,
    order,
  });
  const now = useMinute();
  const rowActions = useRowActions(filter, actions);
  const count = lines.length;
  const { props: focusProps, focusedUid } = useKeptFocus(list, count);
  const scrollMargin = useTop(list);
  const keyAt = (index: number) => {
    const line = lines[index];
    return line && lineKey(line);
  };
  const indexOf = (key: string) => lines.findIndex((line) => lineKey(line) === key);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: rowHeight,
    getItemKey: (index) => keyAt(index) ?? index,
    overscan: 8,
    scrollMargin,
    scrollPaddingStart: covered.top,
    scrollPaddingEnd: covered.end,
    useFlushSync: false,
    // The row with the focus, or that is dragged, stays when it is scrolled away, with those that Tab leads to.
    rangeExtractor(range) {
      const shown = defaultRangeExtractor(range);
      const near = [focusedUid, draggedUid].flatMap((uid) => {
        const at = uid === undefined ? -1 : indexOf(uid);
        return at === -1 ? [] : [at - 1, at, at + 1].filter((index) => lines[index]);
      });
      return [...new Set([...shown, ...near])].toSorted((one, other) => one - other);
    },
  });
  useScrollAnchor({ virtualizer, count, keyAt, version: lines });
  const revealAt = reveal ? indexOf(reveal.key) : -1;
  useEffect(() => {
    if (revealAt !== -1) virtualizer.scrollToIndex(revealAt, { align: 'auto' });
    // Once for each time, when the row is there.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [reveal, revealAt === -1]);
  return (
    <ListControlsProvider value={controls}>
      <ul
        ref={list}
        {...focusProps}
        {...listProps}
        aria-label="Tasks"
        className="sheet relative box-content"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (!line) return null;
          const place = {
            index,
            count,
            top: start - scrollMargin,
            ref: virtualizer.measureElement,
          };
          if (line.kind === 'heading') {
            return (
              <li
                key={lineKey(line)}
                ref={place.ref}
                data-index={index}
                data-uid={lineKey(line)}
                aria-posinset={index + 1}
                aria-setsize={count}
                style={{ top: place.top }}
                className="section-row group"
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

/** How far below the top of the page the list begins, in pixels: notices above it come and go. */
function useTop(list: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    function measure() {
      const { top: inWindow = 0 } = list.current?.getBoundingClientRect() ?? {};
      setTop(Math.round(inWindow + window.scrollY));
    }
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    measure();
    return () => observer.disconnect();
  }, [list]);
  return top;
}
