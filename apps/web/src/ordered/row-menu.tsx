import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Trash2 from 'lucide-react/icons/trash-2';
import type { ReactNode } from 'react';
import { isolate } from '../lib/isolate.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';

interface RowMenuProps {
  name: string;
  /** "Rename, colour", or "Edit". */
  editLabel: string;
  onEdit: () => void;
  /** Undefined at the ends. */
  onMoveUp?: (() => void) | undefined;
  onMoveDown?: (() => void) | undefined;
  onArchive?: () => void;
  isArchived?: boolean;
  onDelete: () => void;
  children?: ReactNode;
}

/** The commands of a list, section, label or filter. */
export function RowMenu(props: RowMenuProps) {
  const { name, editLabel, onEdit, onMoveUp, onMoveDown, onArchive, onDelete } = props;
  return (
    <Menu
      label={name}
      renderTrigger={(trigger) => (
        <IconButton label={`More for “${isolate(name)}”`} {...trigger}>
          <Icon of={Ellipsis} />
        </IconButton>
      )}
    >
      <MenuItem icon={Pencil} onSelect={onEdit}>
        {editLabel}
      </MenuItem>
      <MenuItem icon={ArrowUp} isDisabled={!onMoveUp} onSelect={() => onMoveUp?.()}>
        Move up
      </MenuItem>
      <MenuItem icon={ArrowDown} isDisabled={!onMoveDown} onSelect={() => onMoveDown?.()}>
        Move down
      </MenuItem>
      {props.children}
      {onArchive && (
        <MenuItem icon={props.isArchived ? ArchiveRestore : Archive} onSelect={onArchive}>
          {props.isArchived ? 'Unarchive' : 'Archive'}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon={Trash2} isDanger onSelect={onDelete}>
        Delete
      </MenuItem>
    </Menu>
  );
}
