import Calendar from 'lucide-react/icons/calendar';
import CircleCheck from 'lucide-react/icons/circle-check';
import CornerDownRight from 'lucide-react/icons/corner-down-right';
import FolderInput from 'lucide-react/icons/folder-input';
import PanelRight from 'lucide-react/icons/panel-right';
import Pencil from 'lucide-react/icons/pencil';
import SkipForward from 'lucide-react/icons/skip-forward';
import Tag from 'lucide-react/icons/tag';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { OpenDateChooser } from '../../dates/date-field.tsx';
import { useDayClock } from '../../dates/use-day-clock.ts';
import { countOf } from '../../lib/count-of.ts';
import { rowKeys } from '../../lib/row-keys.ts';
import { useSync } from '../../sync/use-sync.ts';
import { MenuItem, MenuSeparator, OpenMenu } from '../../ui/menu.tsx';
import { OpenPicker } from '../../ui/picker.tsx';
import { useOpenTask } from '../detail/open-task.ts';
import { CopyItems } from './copy-items.tsx';
import type { MenuRequest } from './list-controls.ts';
import { PriorityItems } from './priority-items.tsx';
import { useDueChooser } from './use-due-chooser.ts';
import { useLabelPicker } from './use-label-picker.tsx';
import { useMovePicker } from './use-move-picker.ts';
import { useTaskActs } from './use-task-acts.ts';

interface RowMenuProps {
  request: MenuRequest;
  setRequest: (request: MenuRequest | undefined) => void;
  /** Edits the text in the row. */
  edit: (uid: string) => void;
}

/** The commands of a row, or of all selected ones, where its button or the pointer is. */
export default function RowMenu(props: RowMenuProps) {
  const { at } = props.request;
  const [spot, setSpot] = useState<HTMLElement | null>(null);
  const anchor = at instanceof HTMLElement ? at : spot;
  return (
    <>
      {!(at instanceof HTMLElement) && (
        <span
          ref={setSpot}
          aria-hidden
          className="fixed size-px"
          style={{ left: at.x, top: at.y }}
        />
      )}
      {anchor && <RowMenuAt anchor={anchor} {...props} />}
    </>
  );
}

type RowMenuAtProps = RowMenuProps & { anchor: HTMLElement };

function RowMenuAt(props: RowMenuAtProps) {
  const { anchor, request, setRequest } = props;
  const at = { anchor, onClose: () => setRequest(undefined) };
  if (request.kind === 'labels') return <Labels uids={request.uids} {...at} />;
  if (request.kind === 'due') return <Due uids={request.uids} {...at} />;
  if (request.kind === 'move') return <Places uids={request.uids} {...at} />;
  if (request.kind === 'priority') return <Priorities uids={request.uids} {...at} />;
  return <Commands {...props} />;
}

interface PickerAtProps {
  uids: readonly string[];
  anchor: HTMLElement;
  onClose: () => void;
}

const Labels = ({ uids, ...at }: PickerAtProps) => <OpenPicker {...useLabelPicker(uids)} {...at} />;
const Due = ({ uids, ...at }: PickerAtProps) => (
  <OpenDateChooser {...useDueChooser(uids)} {...at} />
);
const Places = ({ uids, ...at }: PickerAtProps) => <OpenPicker {...useMovePicker(uids)} {...at} />;

const Priorities = ({ uids, ...at }: PickerAtProps) => (
  <OpenMenu label="Priority" {...at}>
    <PriorityItems uids={uids} />
  </OpenMenu>
);

function Commands({ anchor, request, setRequest, edit }: RowMenuAtProps) {
  const { replica } = useSync();
  const acts = useTaskActs();
  const clock = useDayClock();
  const { open } = useOpenTask();
  const { uids } = request;
  const [first, ...others] = uids.flatMap((uid) => replica.row('task', uid) ?? []);
  if (!first) return null;
  const isOne = others.length === 0;
  const areDone = [first, ...others].every(({ completed }) => completed);
  const goOn = (kind: MenuRequest['kind']) => () => setRequest({ ...request, kind });
  return (
    <OpenMenu
      label={isOne ? first.title : countOf(uids.length)}
      anchor={anchor}
      onClose={() => setRequest(undefined)}
    >
      {isOne && (
        <>
          <MenuItem icon={PanelRight} shortcut={rowKeys.open} onSelect={() => open(first.uid)}>
            Open
          </MenuItem>
          <MenuItem icon={Pencil} shortcut={rowKeys.edit} onSelect={() => edit(first.uid)}>
            Edit
          </MenuItem>
          <MenuItem icon={CornerDownRight} onSelect={() => open(first.uid, 'subtask')}>
            Add subtask
          </MenuItem>
        </>
      )}
      {!isOne && (
        <MenuItem icon={CircleCheck} onSelect={() => acts.complete(uids, !areDone)}>
          {areDone ? 'Mark as active' : 'Complete'}
        </MenuItem>
      )}
      <MenuItem icon={Calendar} shortcut={rowKeys.due} onSelect={goOn('due')}>
        Due date…
      </MenuItem>
      {isOne && first.rule !== null && !first.completed && (
        <MenuItem icon={SkipForward} onSelect={() => acts.skip(first, clock)}>
          Skip this round
        </MenuItem>
      )}
      <MenuItem icon={FolderInput} shortcut={rowKeys.move} onSelect={goOn('move')}>
        Move to…
      </MenuItem>
      <MenuItem icon={Tag} shortcut={rowKeys.labels} onSelect={goOn('labels')}>
        Labels…
      </MenuItem>
      <MenuSeparator />
      <PriorityItems uids={uids} />
      <MenuSeparator />
      <CopyItems uids={uids} />
      <MenuSeparator />
      <MenuItem icon={Trash2} shortcut={rowKeys.remove} isDanger onSelect={() => acts.remove(uids)}>
        Delete
      </MenuItem>
    </OpenMenu>
  );
}
