import { ListCreate } from '@tydo/schemas/list';
import { NameForm } from '../ordered/late-name-form.ts';
import { nameProblem } from '../ordered/name-problem.ts';
import type { List } from '../sync/use-view.ts';
import { useListActions } from './use-list-actions.ts';

interface ListFormProps {
  /** Undefined for a new one, which is opened. */
  list: List | undefined;
  onDone: () => void;
}

/** A list's name and colour. */
export function ListForm({ list, onDone }: ListFormProps) {
  const actions = useListActions();
  return (
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
  );
}
