import { taskViews } from '@tydo/replica/tydo/task-views';
import { useMemo } from 'react';
import { dayWords } from '../dates/date-words.ts';
import { useDayClock } from '../dates/use-day-clock.ts';
import { useView } from '../sync/use-view.ts';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { EmptyList } from './empty-list.tsx';
import { logbookLines } from './rows/day-lines.ts';
import { TaskList } from './task-list.tsx';
import { useTaskActions } from './use-task-actions.ts';

/** Everything that is completed, the latest first. */
export default function LogbookScreen() {
  const actions = useTaskActions();
  const { zone, today } = useDayClock();
  const { rows, version } = useView(taskViews.logbook());
  // oxlint-disable-next-line react/exhaustive-deps -- the array stays the same one while it changes.
  const lines = useMemo(() => logbookLines(rows, zone), [rows, version, zone]);
  return (
    <main className="column screen">
      <ScreenHeader title="Logbook" />
      <TaskList
        lines={lines}
        filter="completed"
        actions={actions}
        renderHeading={(line) =>
          line.kind === 'day' && <h2 className="day-title">{dayWords(line.of, today)}</h2>
        }
        empty={<EmptyList filter="completed" />}
      />
    </main>
  );
}
