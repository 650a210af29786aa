import { taskCounts } from '@tydo/replica/tydo/task-views';
import List from 'lucide-react/icons/list';
import { NavRows } from '../ordered/nav-rows.tsx';
import { useCounts } from '../sync/use-view.ts';
import { Icon } from '../ui/icon.tsx';
import { ListForm } from './list-form.tsx';
import { useListActions } from './use-list-actions.ts';
import { useLists } from './use-lists.ts';

/** The lists in the sidebar. */
export function ListGroup() {
  const lists = useLists();
  const { archive, remove } = useListActions();
  const openOf = useCounts(taskCounts.lists());
  return (
    <NavRows
      noun="list"
      title="Lists"
      addLabel="Add list"
      rows={lists}
      icon={<Icon of={List} size="sm" />}
      countOf={({ id }) => ({ value: openOf(id), label: `${openOf(id)} open` })}
      editLabel="Change name or color"
      renderForm={(list, onDone) => <ListForm list={list} onDone={onDone} />}
      onArchive={(list) => archive(list, true)}
      onDelete={remove}
    />
  );
}
