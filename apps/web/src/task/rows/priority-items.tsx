import Flag from 'lucide-react/icons/flag';
import { useSync } from '../../sync/use-sync.ts';
import { MenuItem } from '../../ui/menu.tsx';
import { nearestPriority, priorities } from './priority.ts';
import { useTaskActs } from './use-task-acts.ts';

/** The priorities, in a menu. */
export function PriorityItems({ uids }: { uids: readonly string[] }) {
  const { replica } = useSync();
  const acts = useTaskActs();
  const now = new Set(uids.map((uid) => nearestPriority(replica.row('task', uid)?.priority ?? 0)));
  return priorities.map(({ value, label }) => (
    <MenuItem
      key={value}
      icon={Flag}
      isChecked={now.size === 1 && now.has(value)}
      onSelect={() => acts.setPriority(uids, value)}
    >
      {value === 0 ? 'No priority' : `${label} priority`}
    </MenuItem>
  ));
}
