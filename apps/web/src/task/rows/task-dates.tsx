import { dayOf } from '@tydo/rules/date';
import Calendar from 'lucide-react/icons/calendar';
import Hourglass from 'lucide-react/icons/hourglass';
import Repeat from 'lucide-react/icons/repeat';
import Target from 'lucide-react/icons/target';
import { dateWords, timeWords } from '../../dates/date-words.ts';
import { isPast } from '../../dates/overdue.ts';
import { type DayClock, useDayClock } from '../../dates/use-day-clock.ts';
import type { Task } from '../../sync/use-view.ts';
import { Icon } from '../../ui/icon.tsx';

interface TaskDatesProps {
  task: Task;
  /** The day that it stands below. */
  day: string | undefined;
}

export const hasDates = ({ due, start, deadline }: Task): boolean =>
  due !== null || start !== null || deadline !== null;

/** When a task is due, recurs, has its deadline, and starts where that is later. */
export function TaskDates({ task, day }: TaskDatesProps) {
  const clock = useDayClock();
  const { due, start, deadline, completed } = task;
  const isLate = (date: string) => !completed && isPast(date, clock);
  const isDeferred = start !== null && !completed && !isPast(start, clock) && start !== clock.today;
  return (
    <>
      {due !== null && <Due task={task} day={day} clock={clock} isLate={isLate(due)} />}
      {deadline !== null && (
        <span className="row-fact" data-tone={isLate(deadline) ? 'danger' : undefined}>
          <Icon of={Target} size="sm" />
          <span className="sr-only">Deadline </span>
          {dateWords(deadline, clock)}
        </span>
      )}
      {isDeferred && (
        <span className="row-fact">
          <Icon of={Hourglass} size="sm" />
          {`from ${dateWords(start, clock)}`}
        </span>
      )}
    </>
  );
}

interface DueProps extends TaskDatesProps {
  clock: DayClock;
  isLate: boolean;
}

function Due({ task: { due, rule }, day, clock, isLate }: DueProps) {
  if (due === null) return null;
  const isSaid = dayOf(due) === day;
  const words = isSaid ? timeWords(due, clock) : dateWords(due, clock);
  if (words === undefined && rule === null) return null;
  const isToday = dayOf(due) === clock.today && !isSaid;
  const tone = isLate ? 'danger' : isToday ? 'today' : undefined;
  return (
    <span className="row-fact" data-tone={tone}>
      {words !== undefined && <Icon of={Calendar} size="sm" />}
      {words !== undefined && <span className="sr-only">{isLate ? 'Overdue: ' : 'Due '}</span>}
      {words !== undefined && <time dateTime={due.replace(/\[.*/, '')}>{words}</time>}
      {rule !== null && (
        <>
          <Icon of={Repeat} size="sm" />
          <span className="sr-only">, recurring</span>
        </>
      )}
    </span>
  );
}
