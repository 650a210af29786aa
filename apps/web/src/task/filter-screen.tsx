import { taskViews } from '@tydo/replica/tydo/task-views';
import Funnel from 'lucide-react/icons/funnel';
import { useState } from 'react';
import { FilterForm } from '../filter/late-filter-form.ts';
import { useRowOf } from '../sync/use-row.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import type { Filter } from '../sync/use-view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useOpenForm } from '../ui/late-form.tsx';
import { MissingScreen } from '../ui/missing-screen.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { TaskList } from './task-list.tsx';
import { useFlatLines } from './use-list-lines.ts';
import { useTaskActions } from './use-task-actions.ts';

/** What the filter with this id finds. */
export default function FilterScreen({ id }: { id: string }) {
  const filter = useRowOf('filter', id);
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  if (filter) return <FilterTasks filter={filter} />;
  return isLoaded ? <MissingScreen noun="filter" /> : null;
}

function FilterTasks({ filter }: { filter: Filter }) {
  const { name, color, query } = filter;
  const actions = useTaskActions();
  const lines = useFlatLines(taskViews.query(query));
  const [isEditing, setEditing] = useState(false);
  const openForm = useOpenForm();
  const edit = () => openForm(() => setEditing(true));
  return (
    <main className="column screen">
      <ScreenHeader title={name} color={color}>
        <Button kind="plain" onClick={edit}>
          Edit
        </Button>
      </ScreenHeader>
      <p className="-mt-2 text-sm text-muted wrap-anywhere" dir="ltr">
        <code className="font-sans">{query}</code>
      </p>
      <TaskList
        lines={lines}
        filter="all"
        actions={actions}
        empty={
          <EmptyState
            icon={Funnel}
            title="Nothing found"
            action={
              <Button kind="quiet" onClick={edit}>
                Edit the filter
              </Button>
            }
          >
            Tasks in any list that match “{query}” appear here.
          </EmptyState>
        }
      />
      {isEditing && <FilterForm filter={filter} onDone={() => setEditing(false)} />}
    </main>
  );
}
