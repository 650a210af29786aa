import { taskCounts } from '@tydo/replica/tydo/task-views';
import { ListCreate } from '@tydo/schemas/list';
import List from 'lucide-react/icons/list';
import { lazy } from 'react';
import { countOf } from '../lib/count-of.ts';
import { nameProblem } from '../ordered/name-problem.ts';
import { NavRows } from '../ordered/nav-rows.tsx';
import { useCounts } from '../sync/use-view.ts';
import { Icon } from '../ui/icon.tsx';
import { useListActions } from './use-list-actions.ts';
import { useLists } from './use-lists.ts';

const NameForm = lazy(() => import('../ordered/name-form.tsx'));

/** The lists in the sidebar. */
export function ListGroup() {
  const lists = useLists();
  const actions = useListActions();
  const openOf = useCounts(taskCounts.lists());
  return (
    <NavRows
      noun="list"
      title="Lists"
      addLabel="Add list"
      rows={lists}
      icon={<Icon of={List} size="sm" />}
      countOf={({ id }) => ({ value: openOf(id), label: countOf(openOf(id), 'open task') })}
      editLabel="Rename or recolour"
      renderForm={(list, onDone) => (
        <NameForm
          label={list ? `Edit “${list.name}”` : 'New list'}
          {...(list && { initial: list })}
          submitLabel={list ? 'Save' : 'Add'}
          problemOf={nameProblem(ListCreate)}
          onSubmit={(values) => {
            onDone();
            if (list) actions.update(list.id, values);
            else actions.create(values);
          }}
          onCancel={onDone}
        />
      )}
      onArchive={(list) => actions.archive(list, true)}
      onDelete={actions.remove}
    />
  );
}
