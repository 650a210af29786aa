import Calendar from 'lucide-react/icons/calendar';
import CircleCheck from 'lucide-react/icons/circle-check';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Flag from 'lucide-react/icons/flag';
import FolderInput from 'lucide-react/icons/folder-input';
import Tag from 'lucide-react/icons/tag';
import Trash2 from 'lucide-react/icons/trash-2';
import X from 'lucide-react/icons/x';
import { DatePopover } from '../../dates/date-field.tsx';
import { useRows } from '../../sync/use-rows.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Picker } from '../../ui/picker.tsx';
import { CopyItems } from './copy-items.tsx';
import { PriorityItems } from './priority-items.tsx';
import { useDueChooser } from './use-due-chooser.ts';
import { useLabelPicker } from './use-label-picker.tsx';
import { useMovePicker } from './use-move-picker.ts';
import { useTaskActs } from './use-task-acts.ts';

interface SelectionBarProps {
  uids: readonly string[];
  clear: () => void;
}

/** What can be done with all selected tasks. */
export default function SelectionBar({ uids, clear }: SelectionBarProps) {
  const acts = useTaskActs();
  const tasks = useRows(uids);
  const areDone = tasks.every(({ completed }) => completed);
  const complete = areDone ? 'Mark as active' : 'Complete';

  function finish(act: () => void) {
    // First, so that the focus finds the rows as they were.
    clear();
    act();
  }

  return (
    <div role="toolbar" aria-label="Selected tasks" className="selection-bar">
      <IconButton label="Clear selection" shortcut="Escape" onClick={clear}>
        <Icon of={X} />
      </IconButton>
      <span className="grow font-medium tabular-nums whitespace-nowrap sm:pr-2">
        {uids.length}
        <span className="max-sm:sr-only"> selected</span>
      </span>
      <IconButton label={complete} onClick={() => finish(() => acts.complete(uids, !areDone))}>
        <Icon of={CircleCheck} />
      </IconButton>
      <Picker
        {...useMovePicker(uids)}
        renderTrigger={(props) => (
          <IconButton label="Move to…" {...props}>
            <Icon of={FolderInput} />
          </IconButton>
        )}
      />
      <DatePopover
        {...useDueChooser(uids)}
        renderTrigger={(props) => (
          <IconButton label="Due date" {...props}>
            <Icon of={Calendar} />
          </IconButton>
        )}
      />
      <Menu
        label="Priority"
        renderTrigger={(props) => (
          <IconButton label="Priority" {...props}>
            <Icon of={Flag} />
          </IconButton>
        )}
      >
        <PriorityItems uids={uids} />
      </Menu>
      <Picker
        {...useLabelPicker(uids)}
        renderTrigger={(props) => (
          <IconButton label="Labels" {...props}>
            <Icon of={Tag} />
          </IconButton>
        )}
      />
      <Menu
        label="More"
        renderTrigger={(props) => (
          <IconButton label="More" {...props}>
            <Icon of={Ellipsis} />
          </IconButton>
        )}
      >
        <CopyItems uids={uids} />
      </Menu>
      <IconButton label="Delete" shortcut="Delete" onClick={() => finish(() => acts.remove(uids))}>
        <Icon of={Trash2} />
      </IconButton>
    </div>
  );
}
