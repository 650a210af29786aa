import { taskViews } from '@tydo/replica/tydo/task-views';
import { testOf } from '@tydo/rules/filter';
import { exprOf, readSearch } from '@tydo/rules/search';
import { useMemo } from 'react';
import { useDayClock } from '../../dates/use-day-clock.ts';
import { useSettings } from '../../sync/use-settings.ts';
import { type Task, useView } from '../../sync/use-view.ts';
import { flatLines, type Line } from '../rows/lines.ts';

/** The headings of what is found. */
export const openGroup = 'open';
const completedGroup = 'completed';

interface Found {
  /** What was read as terms of a filter, as it was typed. */
  terms: string[];
  lines: Line[];
  /** How many are open, and how many are completed. */
  counts: Record<string, number>;
}

/** The tasks that a text finds, of all lists, open and completed ones: from this device. */
export function useSearch(text: string): Found {
  const { now, zone } = useDayClock();
  const { weekStart } = useSettings();
  const names = useNames();
  const search = useMemo(() => readSearch(text, names), [text, names]);
  // The replica finds one word fast; the others are looked for in what has it.
  const [longest = ''] = search.words.toSorted((one, other) => other.length - one.length);
  const { rows, version } = useView(taskViews.search(longest));
  return useMemo(() => {
    const isPlain = search.terms.length === 0 && search.words.length === 1;
    const test = testOf(exprOf(search), { now, zone, weekStart, ...names });
    const found = isPlain ? rows : rows.filter(test);
    return { terms: search.terms.map((term) => term.text), ...grouped(found) };
    // oxlint-disable-next-line react/exhaustive-deps -- the array stays the same one while it changes.
  }, [search, names, now, zone, weekStart, rows, version]);
}

/** What terms name; another object when a name has changed. */
function useNames() {
  const lists = useView({ noun: 'list' });
  const sections = useView({ noun: 'section' });
  const labels = useView({ noun: 'label' });
  const versions = [lists.version, sections.version, labels.version].join();
  return useMemo(
    () => ({ lists: [...lists.rows], sections: [...sections.rows], labels: [...labels.rows] }),
    // oxlint-disable-next-line react/exhaustive-deps -- the arrays stay the same ones while they change.
    [versions],
  );
}

function grouped(tasks: readonly Task[]): Pick<Found, 'lines' | 'counts'> {
  const groups = [
    { of: openGroup, found: tasks.filter(({ completed }) => !completed) },
    { of: completedGroup, found: tasks.filter(({ completed }) => completed) },
  ].filter(({ found }) => found.length > 0);
  // Open ones alone need no heading.
  const hasHeadings = groups.some(({ of }) => of === completedGroup);
  return {
    lines: groups.flatMap(({ of, found }): Line[] => [
      ...(hasHeadings ? [{ kind: 'day', of } as const] : []),
      ...flatLines(found),
    ]),
    counts: Object.fromEntries(groups.map(({ of, found }) => [of, found.length])),
  };
}
