import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { useStoredFlag } from '../lib/stored-flag.ts';
import { ColorDot } from '../ui/color-dot.tsx';
import { Count } from '../ui/count.tsx';
import { focusNeighbour } from '../ui/focus-neighbour.ts';
import { useOpenForm } from '../ui/late-form.tsx';
import { ListRow } from '../ui/list-row.tsx';
import { NavGroup } from './nav-group.tsx';
import { hrefOf, type OrderedNoun, type OrderedRow, placeBeside } from './ordered.ts';
import { RowMenu } from './row-menu.tsx';
import { useArrangedRows } from './use-arranged-rows.ts';
import { useOrderedActions } from './use-ordered-actions.ts';

interface NavRowsProps<Row extends OrderedRow> {
  noun: OrderedNoun;
  /** "Lists". */
  title: string;
  addLabel: string;
  rows: readonly Row[];
  /** The number behind the name, and what is counted; none where it is 0. */
  countOf?: (row: Row) => { value: number; label: string };
  /** In place of the dot of a row without a colour. */
  icon: ReactNode;
  /** Of the command that opens the form. */
  editLabel: string;
  /** Makes a new row, or changes one. `onDone` closes it. */
  renderForm: (row: Row | undefined, onDone: () => void) => ReactNode;
  onArchive?: (row: Row) => void;
  onDelete: (row: Row) => void;
}

/** The lists, labels or filters in the sidebar, each with its menu. */
export function NavRows<Row extends OrderedRow>(props: NavRowsProps<Row>) {
  const { noun, title, addLabel, rows, countOf, icon, editLabel, renderForm } = props;
  const { onArchive, onDelete } = props;
  const [path] = useLocation();
  const actions = useOrderedActions(noun);
  const { move } = actions;
  const listRef = useArrangedRows(actions);
  const [isOpen, setOpen] = useStoredFlag(noun);
  const [editing, setEditing] = useState<Row | 'new'>();
  const openForm = useOpenForm();
  const edit = (row: Row | 'new') => openForm(() => setEditing(row));
  const addId = `add-${noun}`;

  function close() {
    setEditing(undefined);
    // The focus goes back to what opened the form.
    const id = editing === 'new' ? addId : `${noun}-${editing?.id}`;
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById(id)?.focus();
    });
  }
  const form = (row: Row | undefined) => renderForm(row, close);
  /** The row goes: the focus stays near it. */
  function leave(row: Row, act: (row: Row) => void) {
    const item = document.getElementById(`${noun}-${row.id}`)?.closest('li');
    focusNeighbour(item, document.getElementById(addId));
    act(row);
  }

  return (
    <NavGroup
      title={title}
      isOpen={isOpen}
      setOpen={setOpen}
      addLabel={addLabel}
      addId={addId}
      onAdd={() => edit('new')}
      listRef={listRef}
      isEmpty={rows.length === 0}
      form={editing === 'new' && form(undefined)}
    >
      {rows.map((row, index) => {
        if (editing !== 'new' && editing?.id === row.id) return <li key={row.id}>{form(row)}</li>;
        const href = hrefOf(noun, row.id);
        const up = placeBeside(rows, index, 'up');
        const down = placeBeside(rows, index, 'down');
        const count = countOf?.(row);
        return (
          <li key={row.id} data-id={row.id} className="nav-row">
            <ListRow
              id={`${noun}-${row.id}`}
              href={href}
              isCurrent={path === href}
              leading={row.color ? <ColorDot color={row.color} /> : icon}
              trailing={count && count.value > 0 && <Count {...count} />}
            >
              {row.name}
            </ListRow>
            <RowMenu
              name={row.name}
              editLabel={editLabel}
              onEdit={() => edit(row)}
              onMoveUp={up && (() => move(row.id, up))}
              onMoveDown={down && (() => move(row.id, down))}
              {...(onArchive && { onArchive: () => leave(row, onArchive) })}
              onDelete={() => leave(row, onDelete)}
            />
          </li>
        );
      })}
    </NavGroup>
  );
}
