import { dayOf } from '@tydo/rules/date';
import type { DateChooserProps } from '../../dates/date-chooser.tsx';
import { useDayClock } from '../../dates/use-day-clock.ts';
import { useRows } from '../../sync/use-rows.ts';
import { useTaskActs } from './use-task-acts.ts';

/** For a `DateChooser` that says when tasks are due. Where they differ, each keeps its time on the day that is chosen. */
export function useDueChooser(uids: readonly string[]): DateChooserProps {
  const acts = useTaskActs();
  const clock = useDayClock();
  const dues = new Set(useRows(uids).map(({ due }) => due));
  const [first = null] = dues;
  return {
    label: 'Due date',
    value: dues.size === 1 ? first : null,
    canClear: dues.size > 1 || first !== null,
    choose(date) {
      const isDay = date !== null && date === dayOf(date);
      if (isDay && dues.size > 1) acts.moveToDay(uids, date, clock);
      else acts.setDate(uids, 'due', date, clock);
    },
  };
}
