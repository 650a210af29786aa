import { taskViews } from '@tydo/replica/tydo/task-views';
import { taskLimits } from '@tydo/schemas/task';
import CornerDownRight from 'lucide-react/icons/corner-down-right';
import Minus from 'lucide-react/icons/minus';
import { useRow } from '../../sync/use-row.ts';
import { useSync } from '../../sync/use-sync.ts';
import { type Task, useView } from '../../sync/use-view.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Picker } from '../../ui/picker.tsx';
import { levelsIn } from '../rows/levels.ts';
import { useTaskCommands } from '../rows/task-commands.ts';

const none = '';

/** Chooses which task this one is a part of: one of the same list. */
export function ParentPicker({ task }: { task: Task }) {
  const { move } = useTaskCommands();
  const { replica } = useSync();
  const parent = useRow(task.parentUid ?? none);
  const { rows } = useView(taskViews.open(task.listId));
  const levels = levelsIn(replica)(task.uid);
  const fits = (uid: string) => {
    const above = ancestorsOf(uid, (one) => replica.row('task', one));
    return !above.includes(task.uid) && above.length + levels <= taskLimits.levels;
  };
  const options = rows
    .filter(({ uid }) => fits(uid))
    .map(({ uid, title }) => ({ id: uid, label: title }));
  const nothing = { id: none, label: 'No parent', icon: <Icon of={Minus} size="sm" /> };
  return (
    <Picker
      label="Parent task"
      options={[nothing, ...options]}
      selected={[task.parentUid ?? none]}
      onChoose={(id) => {
        const parentUid = id === none ? null : id;
        if (parentUid !== task.parentUid) move({ ids: [task.uid], place: { parentUid } });
      }}
      renderTrigger={(props) => (
        <Button kind="plain" {...props}>
          <Icon of={CornerDownRight} size="sm" />
          <bdi className="max-w-56 truncate">{parent?.title ?? 'No parent'}</bdi>
        </Button>
      )}
    />
  );
}

/** The task and those above it. */
function ancestorsOf(uid: string, find: (uid: string) => Task | undefined): string[] {
  const found: string[] = [];
  for (let next: string | null = uid; next !== null && !found.includes(next); ) {
    found.push(next);
    next = find(next)?.parentUid ?? null;
  }
  return found;
}
