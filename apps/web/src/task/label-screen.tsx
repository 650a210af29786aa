import { taskViews } from '@tydo/replica/tydo/task-views';
import Tag from 'lucide-react/icons/tag';
import { useState } from 'react';
import { useRowOf } from '../sync/use-row.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import type { Label } from '../sync/use-view.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { MissingScreen } from '../ui/missing-screen.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { AddTask } from './add-task.tsx';
import { TaskList } from './task-list.tsx';
import { useFlatLines } from './use-list-lines.ts';
import { useTaskActions } from './use-task-actions.ts';

/** The open tasks with the label of this id. */
export default function LabelScreen({ id }: { id: string }) {
  const label = useRowOf('label', id);
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  if (label) return <LabelTasks label={label} />;
  return isLoaded ? <MissingScreen noun="label" /> : null;
}

function LabelTasks({ label: { id, name, color } }: { label: Label }) {
  const actions = useTaskActions();
  const lines = useFlatLines(taskViews.label(id));
  const [reveal, setReveal] = useState<{ key: string }>();
  return (
    <main className="column screen">
      <ScreenHeader title={name} color={color} />
      <AddTask
        target={{ labelIds: [id] }}
        onAdded={(key) => setReveal({ key })}
        actions={actions}
      />
      <TaskList
        lines={lines}
        filter="active"
        actions={actions}
        reveal={reveal}
        empty={
          <EmptyState icon={Tag} title="No open tasks with this label">
            Tasks in any list with this label appear here. A task that you add here goes to the
            Inbox, with the label.
          </EmptyState>
        }
      />
    </main>
  );
}
