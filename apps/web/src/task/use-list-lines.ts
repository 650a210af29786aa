import { useMemo } from 'react';
import { useStore } from '../lib/store.ts';
import { useSections } from '../section/use-sections.ts';
import { type Section, type Task, useView } from '../sync/use-view.ts';
import { useCollapsed } from './rows/collapsed.ts';
import { flatLines, type Line, linesOf } from './rows/lines.ts';
import type { StatusFilter } from './status-filter.ts';

type TaskSpec = Parameters<typeof useView<'task'>>[0];

/**
 * What a list shows under a filter; `isWhole` with what starts later. Sections without tasks are left out where only
 * completed ones are shown.
 */
export function useListLines(
  listId: string | null,
  filter: StatusFilter,
  isWhole: boolean,
): readonly Line[] {
  const where = filter === 'all' ? { listId } : { listId, completed: filter === 'completed' };
  const hides = !isWhole && filter !== 'completed';
  const tasks = useView({
    noun: 'task',
    where,
    ...(hides && { if: { notDeferred: '' } }),
    order: 'rank',
  });
  const sections = useSections(listId);
  const collapsed = useStore(useCollapsed(), (ids) => ids);
  return useMemo(() => {
    const isShown = isSectionShown(filter, tasks.rows);
    return linesOf({
      tasks: tasks.rows,
      sections: sections.rows.filter(isShown),
      isCollapsed: (id) => collapsed.has(id),
    });
    // The arrays stay the same ones while they change.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [tasks.rows, tasks.version, sections.rows, sections.version, collapsed, filter]);
}

/** What a view shows whose tasks are not below each other. */
export function useFlatLines(spec: TaskSpec): readonly Line[] {
  const { rows, version } = useView(spec);
  // oxlint-disable-next-line react/exhaustive-deps -- the array stays the same one while it changes.
  return useMemo(() => flatLines(rows), [rows, version]);
}

function isSectionShown(filter: StatusFilter, tasks: readonly Task[]) {
  if (filter !== 'completed') return () => true;
  const used = new Set(tasks.map(({ sectionId }) => sectionId));
  return ({ id }: Section) => used.has(id);
}
