import { roundsAhead } from '@tydo/replica/tydo/rounds-ahead';
import { taskViews } from '@tydo/replica/tydo/task-views';
import { shiftDays } from '@tydo/rules/date';
import { taskLimits } from '@tydo/schemas/task';
import Plus from 'lucide-react/icons/plus';
import Repeat from 'lucide-react/icons/repeat';
import { useMemo, useState } from 'react';
import { calendarDay, dayWords, timeWords } from '../dates/date-words.ts';
import { type DayClock, useDayClock } from '../dates/use-day-clock.ts';
import { isolate } from '../lib/isolate.ts';
import { useView } from '../sync/use-view.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { AddTask, newTaskId } from './add-task.tsx';
import { laterGroup, upcomingLines } from './rows/day-lines.ts';
import type { AheadLine, DayLine } from './rows/lines.ts';
import { TaskList } from './task-list.tsx';
import { useTaskActions } from './use-task-actions.ts';

const days = taskLimits.defaultDays;

/** The next days with what is due, or has its deadline, on each, and the rounds that are to come. */
export default function UpcomingScreen() {
  const actions = useTaskActions();
  const clock = useDayClock();
  const { today } = clock;
  const lines = useUpcomingLines(clock);
  const [chosen, setChosen] = useState<string>();
  const [reveal, setReveal] = useState<{ key: string }>();
  // The day may have passed since it was chosen.
  const day = chosen !== undefined && chosen > today ? chosen : today;
  return (
    <main className="column screen">
      <ScreenHeader title="Upcoming" />
      <AddTask
        target={{ due: day }}
        section={
          day === today
            ? undefined
            : { name: dayWords(day, today), clear: () => setChosen(undefined) }
        }
        days={{ from: today, end: shiftDays(today, days) }}
        onAdded={(key) => setReveal({ key })}
        actions={actions}
      />
      <TaskList
        lines={lines}
        dayClock={clock}
        filter="active"
        actions={actions}
        reveal={reveal}
        renderHeading={(line) => {
          if (line.kind === 'ahead') return <Ahead line={line} clock={clock} />;
          return line.kind === 'day' && <Day line={line} clock={clock} choose={setChosen} />;
        }}
        empty={null}
      />
    </main>
  );
}

function useUpcomingLines(clock: DayClock) {
  const tasks = useView(taskViews.upcoming(days));
  const recurring = useView(taskViews.recurring(days));
  const deferred = useView(taskViews.deferred());
  return useMemo(() => {
    const byUid = new Map(recurring.rows.map((task) => [task.uid, task]));
    const ahead = roundsAhead(recurring.rows, { ...clock, days }).flatMap(({ uid, due }) => {
      const task = byUid.get(uid);
      return task ? [{ task, due }] : [];
    });
    return upcomingLines({ tasks: tasks.rows, ahead, deferred: deferred.rows }, clock, days);
    // The arrays stay the same ones while they change.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [tasks.rows, tasks.version, recurring.version, deferred.rows, deferred.version, clock]);
}

interface DayProps {
  line: DayLine;
  clock: DayClock;
  /** New tasks are due on this day. */
  choose: (day: string) => void;
}

function Day({ line: { of: day }, clock: { today }, choose }: DayProps) {
  if (day === laterGroup) return <h2 className="day-title">Starts later</h2>;
  const [words, date] = [dayWords(day, today), calendarDay(day, today)];
  return (
    <>
      <h2 className="day-title grow">
        {words}
        {words !== date && <span className="text-sm font-normal text-muted">{date}</span>}
      </h2>
      <IconButton
        label={`Add a task for ${isolate(date)}`}
        onClick={() => {
          choose(day);
          document.getElementById(newTaskId)?.focus();
        }}
      >
        <Icon of={Plus} />
      </IconButton>
    </>
  );
}

/** A round that is to come: quiet, because it cannot be done before the ones before it. */
function Ahead({ line: { task, due }, clock }: { line: AheadLine; clock: DayClock }) {
  return (
    <>
      <Icon of={Repeat} size="sm" />
      <span className="sr-only">Repeats: </span>
      <bdi className="truncate">{task.title}</bdi>
      <span className="shrink-0 tabular-nums">{timeWords(due, clock)}</span>
    </>
  );
}
