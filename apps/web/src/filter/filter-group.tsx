import Funnel from 'lucide-react/icons/funnel';
import { lazy } from 'react';
import { NavRows } from '../ordered/nav-rows.tsx';
import { useOrderedActions } from '../ordered/use-ordered-actions.ts';
import { useView } from '../sync/use-view.ts';
import { Icon } from '../ui/icon.tsx';

// With the language of filters.
const FilterForm = lazy(() => import('./filter-form.tsx'));

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
