import { taskCounts } from '@tydo/replica/tydo/task-views';
import { fold } from '@tydo/rules/fold';
import { LabelCreate } from '@tydo/schemas/label';
import Tag from 'lucide-react/icons/tag';
import { useLocation } from 'wouter';
import { NameForm } from '../ordered/late-name-form.ts';
import { nameProblem } from '../ordered/name-problem.ts';
import { NavRows } from '../ordered/nav-rows.tsx';
import { hrefOf } from '../ordered/ordered.ts';
import { useOrderedActions } from '../ordered/use-ordered-actions.ts';
import { newId } from '../sync/new-id.ts';
import { useSync } from '../sync/use-sync.ts';
import { useCounts, useView } from '../sync/use-view.ts';
import { Icon } from '../ui/icon.tsx';

/** The labels in the sidebar. */
export function LabelGroup() {
  const { rows: labels } = useView({ noun: 'label' });
  const { acts } = useSync();
  const [, navigate] = useLocation();
  const { remove, update } = useOrderedActions('label');
  const openOf = useCounts(taskCounts.labels());
  const problemOf = nameProblem(LabelCreate);
  const isTaken = (name: string, own?: string) =>
    labels.some((label) => label.id !== own && fold(label.name) === fold(name));
  return (
    <NavRows
      noun="label"
      title="Labels"
      addLabel="Add label"
      rows={labels}
      icon={<Icon of={Tag} size="sm" />}
      countOf={({ id }) => ({ value: openOf(id), label: `${openOf(id)} open` })}
      editLabel="Change name or color"
      renderForm={(label, onDone) => (
        <NameForm
          label={label ? `Edit “${label.name}”` : 'New label'}
          {...(label && { initial: label })}
          submitLabel={label ? 'Save' : 'Add'}
          problemOf={(values) =>
            problemOf(values) ??
            (isTaken(values.name, label?.id) ? 'There is a label with this name.' : undefined)
          }
          onSubmit={(values) => {
            onDone();
            if (label) return update(label.id, values);
            const id = newId();
            acts.act('label.create', { id, ...values });
            navigate(hrefOf('label', id));
          }}
          onCancel={onDone}
        />
      )}
      onDelete={(label) => remove(label)}
    />
  );
}
