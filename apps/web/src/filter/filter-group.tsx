import Funnel from 'lucide-react/icons/funnel';
import { NavRows } from '../ordered/nav-rows.tsx';
import { useOrderedActions } from '../ordered/use-ordered-actions.ts';
import { useView } from '../sync/use-view.ts';
import { Icon } from '../ui/icon.tsx';
import { FilterForm } from './late-filter-form.ts';

/** The filters in the sidebar. */
export function FilterGroup() {
  const { rows } = useView({ noun: 'filter' });
  const { remove } = useOrderedActions('filter');
  return (
    <NavRows
      noun="filter"
      title="Filters"
      addLabel="Add filter"
      rows={rows}
      icon={<Icon of={Funnel} size="sm" />}
      editLabel="Edit"
      renderForm={(filter, onDone) => <FilterForm filter={filter} onDone={onDone} />}
      onDelete={(filter) => remove(filter)}
    />
  );
}
