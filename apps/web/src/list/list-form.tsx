import { ListCreate } from '@tydo/schemas/list';
import { lazy, Suspense } from 'react';
import { nameProblem } from '../ordered/name-problem.ts';
import type { List } from '../sync/use-view.ts';
import { useListActions } from './use-list-actions.ts';

const NameForm = lazy(() => import('../ordered/name-form.tsx'));

interface ListFormProps {
  /** Undefined for a new one, which is opened. */
  list: List | undefined;
  onDone: () => void;
}

/** A list's name and colour. */
export function ListForm({ list, onDone }: ListFormProps) {
  const actions = useListActions();
  return (
    <Suspense>
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
    </Suspense>
  );
}
