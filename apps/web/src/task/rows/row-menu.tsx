import CircleCheck from 'lucide-react/icons/circle-check';
import CornerDownRight from 'lucide-react/icons/corner-down-right';
import FolderInput from 'lucide-react/icons/folder-input';
import PanelRight from 'lucide-react/icons/panel-right';
import Pencil from 'lucide-react/icons/pencil';
import Tag from 'lucide-react/icons/tag';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { countOf } from '../../lib/count-of.ts';
import { useSync } from '../../sync/use-sync.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useOpenTask } from '../detail/open-task.ts';
import { LabelPicker } from './label-picker.tsx';
import type { MenuRequest } from './list-controls.ts';
import { MovePicker } from './move-picker.tsx';
import { PriorityItems } from './priority-items.tsx';
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

function RowMenuAt({ anchor, ...props }: RowMenuAtProps) {
  const { request, setRequest } = props;
  const { kind, uids } = request;
  const at = { anchor, onClosed: () => setRequest(undefined) };
  // Its key gives each kind an element of its own: one closes while the next opens.
  if (kind === 'labels') return <LabelPicker key={kind} uids={uids} at={at} />;
  if (kind === 'move') return <MovePicker key={kind} uids={uids} at={at} />;
  return <Commands key={kind} {...props} at={at} />;
}

type CommandsProps = RowMenuProps & { at: { anchor: HTMLElement; onClosed: () => void } };

function Commands({ request, setRequest, edit, at }: CommandsProps) {
  const { replica } = useSync();
  const acts = useTaskActs();
  const { open } = useOpenTask();
  const { uids } = request;
  const [first, ...others] = uids.flatMap((uid) => replica.row('task', uid) ?? []);
  const [next, setNext] = useState<MenuRequest['kind']>();
  if (!first) return null;
  const isOne = others.length === 0;
  const areDone = [first, ...others].every(({ completed }) => completed);
  const onClosed = () => (next ? setRequest({ ...request, kind: next }) : at.onClosed());
  return (
    <Menu label={isOne ? first.title : countOf(uids.length)} at={{ anchor: at.anchor, onClosed }}>
      {isOne && (
        <>
          <MenuItem icon={PanelRight} shortcut="Enter" onSelect={() => open(first.uid)}>
            Open
          </MenuItem>
          <MenuItem icon={Pencil} shortcut="E" onSelect={() => edit(first.uid)}>
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
      <MenuItem icon={FolderInput} onSelect={() => setNext('move')}>
        Move to…
      </MenuItem>
      <MenuItem icon={Tag} onSelect={() => setNext('labels')}>
        Labels…
      </MenuItem>
      <MenuSeparator />
      <PriorityItems uids={uids} />
      <MenuSeparator />
      <MenuItem icon={Trash2} shortcut="Delete" isDanger onSelect={() => acts.remove(uids)}>
        Delete
      </MenuItem>
    </Menu>
  );
}
