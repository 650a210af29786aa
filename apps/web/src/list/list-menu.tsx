import ListPlus from 'lucide-react/icons/list-plus';
import { placeBeside } from '../ordered/ordered.ts';
import { RowMenu } from '../ordered/row-menu.tsx';
import { useOrderedActions } from '../ordered/use-ordered-actions.ts';
import type { List } from '../sync/use-view.ts';
import { MenuItem } from '../ui/menu.tsx';
import { useListActions } from './use-list-actions.ts';
import { useLists } from './use-lists.ts';

interface ListMenuProps {
  list: List;
  onEdit: () => void;
  onAddSection: () => void;
}

/** The commands of the list whose screen is shown. */
export function ListMenu({ list, onEdit, onAddSection }: ListMenuProps) {
  const lists = useLists();
  const { archive, remove } = useListActions();
  const { move } = useOrderedActions('list');
  const index = lists.findIndex(({ id }) => id === list.id);
  const up = placeBeside(lists, index, 'up');
  const down = index === -1 ? undefined : placeBeside(lists, index, 'down');
  return (
    <RowMenu
      name={list.name}
      editLabel="Change name or color"
      onEdit={onEdit}
      onMoveUp={up && (() => move(list.id, up))}
      onMoveDown={down && (() => move(list.id, down))}
      onArchive={() => archive(list, list.archivedAt === null)}
      isArchived={list.archivedAt !== null}
      onDelete={() => remove(list)}
    >
      <MenuItem icon={ListPlus} onSelect={onAddSection}>
        Add section
      </MenuItem>
    </RowMenu>
  );
}
