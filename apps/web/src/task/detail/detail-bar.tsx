import Ellipsis from 'lucide-react/icons/ellipsis';
import History from 'lucide-react/icons/history';
import Trash2 from 'lucide-react/icons/trash-2';
import X from 'lucide-react/icons/x';
import { useLocation } from 'wouter';
import type { Task } from '../../sync/use-view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Picker } from '../../ui/picker.tsx';
import { CopyItems } from '../rows/copy-items.tsx';
import { placeId, usePlaces } from '../rows/places.tsx';
import { useMovePicker } from '../rows/use-move-picker.ts';
import { useTaskActs } from '../rows/use-task-acts.ts';

interface DetailBarProps {
  task: Task;
  close: () => void;
}

/** Where the task is, its commands, and the way out. */
export function DetailBar({ task, close }: DetailBarProps) {
  const picker = useMovePicker([task.uid]);
  const place = usePlaces().find(({ id }) => id === placeId(task));
  return (
    <div className="detail-bar">
      <div className="flex min-w-0 grow">
        <Picker
          {...picker}
          renderTrigger={(props) => (
            <Button
              kind="plain"
              aria-label={`Move to another list, now ${place?.label ?? ''}`}
              {...props}
            >
              {place?.icon}
              <bdi className="truncate">{place?.label ?? 'Archived list'}</bdi>
            </Button>
          )}
        />
      </div>
      <DetailMenu task={task} close={close} />
      <IconButton label="Close" shortcut="Escape" onClick={close}>
        <Icon of={X} />
      </IconButton>
    </div>
  );
}

function DetailMenu({ task, close }: DetailBarProps) {
  const acts = useTaskActs();
  const [, navigate] = useLocation();

  return (
    <Menu
      label="Task"
      renderTrigger={(props) => (
        <IconButton label="More" {...props}>
          <Icon of={Ellipsis} />
        </IconButton>
      )}
    >
      <CopyItems uids={[task.uid]} />
      <MenuItem icon={History} onSelect={() => navigate(`/history/${task.uid}`)}>
        History
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={Trash2}
        isDanger
        onSelect={() => {
          acts.remove([task.uid]);
          close();
        }}
      >
        Delete
      </MenuItem>
    </Menu>
  );
}
