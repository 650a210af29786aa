import { taskViews } from '@tydo/replica/tydo/task-views';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { EmptyList } from './empty-list.tsx';
import { TaskList } from './task-list.tsx';
import { useFlatLines } from './use-list-lines.ts';
import { useTaskActions } from './use-task-actions.ts';

/** Everything that is completed, the latest first. */
export default function LogbookScreen() {
  const actions = useTaskActions();
  const lines = useFlatLines(taskViews.logbook());
  return (
    <main className="column grid grid-cols-1 gap-2 pt-1 pb-28 sm:gap-3 sm:pt-5">
      <ScreenHeader title="Logbook" />
      <TaskList
        lines={lines}
        filter="completed"
        actions={actions}
        empty={<EmptyList filter="completed" />}
      />
    </main>
  );
}
