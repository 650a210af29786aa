import { taskViews } from '@tydo/replica/tydo/task-views';
import { shiftDays } from '@tydo/rules/date';
import Sun from 'lucide-react/icons/sun';
import { useMemo, useState } from 'react';
import { calendarDay } from '../dates/date-words.ts';
import { isPast } from '../dates/overdue.ts';
import { useDayClock } from '../dates/use-day-clock.ts';
import { useView } from '../sync/use-view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { AddTask } from './add-task.tsx';
import { overdueGroup, todayLines } from './rows/day-lines.ts';
import { useTaskActs } from './rows/use-task-acts.ts';
import { TaskList } from './task-list.tsx';
import { useTaskActions } from './use-task-actions.ts';

/** What is due, or has its deadline, today or before. */
export default function TodayScreen() {
  const actions = useTaskActions();
  const acts = useTaskActs();
  const clock = useDayClock();
  const { rows, version } = useView(taskViews.today());
  // oxlint-disable-next-line react/exhaustive-deps -- the array stays the same one while it changes.
  const lines = useMemo(() => todayLines(rows, clock), [rows, version, clock]);
  const [reveal, setReveal] = useState<{ key: string }>();
  const { today } = clock;
  const late = rows.filter(({ due }) => due !== null && isPast(due, clock)).map(({ uid }) => uid);
  return (
    <main className="column screen">
      <ScreenHeader title="Today">
        <span className="pr-2 text-muted">{calendarDay(today, today)}</span>
      </ScreenHeader>
      <AddTask
        target={{ due: today }}
        days={{ from: '', end: shiftDays(today, 1) }}
        onAdded={(key) => setReveal({ key })}
        actions={actions}
      />
      <TaskList
        lines={lines}
        dayClock={clock}
        filter="active"
        actions={actions}
        reveal={reveal}
        renderHeading={(line) =>
          line.kind === 'day' &&
          (line.of === overdueGroup ? (
            <>
              <h2 className="day-title grow" data-tone="danger">
                Overdue
              </h2>
              {late.length > 0 && (
                <Button kind="plain" onClick={() => acts.moveToDay(late, today, clock)}>
                  Move all to today
                </Button>
              )}
            </>
          ) : (
            <h2 className="day-title">Today</h2>
          ))
        }
        empty={
          <EmptyState icon={Sun} title="Nothing is due today">
            Tasks in any list that are due today or overdue appear here.
          </EmptyState>
        }
      />
    </main>
  );
}
