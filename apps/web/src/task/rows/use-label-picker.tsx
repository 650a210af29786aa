import { LabelCreate, labelLimits } from '@tydo/schemas/label';
import Tag from 'lucide-react/icons/tag';
import { fieldErrors } from '../../lib/field-errors.ts';
import { useRows } from '../../sync/use-rows.ts';
import { type Label, type Task, useView } from '../../sync/use-view.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { PickerListProps } from '../../ui/picker-list.tsx';
import { useToasts } from '../../ui/toasts.ts';
import { useTaskActs } from './use-task-acts.ts';

/** For a `Picker` that puts labels on tasks and takes them off; a name that there is not makes a new one. */
export function useLabelPicker(uids: readonly string[]): PickerListProps {
  const { rows: labels } = useView({ noun: 'label' });
  const tasks = useRows(uids);
  const acts = useTaskActs();
  const toasts = useToasts();

  function create(name: string) {
    const input = LabelCreate.safeParse({ name });
    const problem =
      labels.length >= labelLimits.count
        ? `There are already ${labelLimits.count} labels.`
        : input.error && fieldErrors(input.error, ['name']).name;
    if (problem !== undefined) return void toasts.show({ message: problem, isError: true });
    acts.createLabel(uids, name);
  }

  return {
    label: 'Labels',
    isMulti: true,
    options: labels.map(optionOf),
    selected: sharedBy(tasks),
    onChoose: (id) => acts.toggleLabel(uids, id),
    onCreate: create,
  };
}

const optionOf = ({ id, name, color }: Label) => ({
  id,
  label: name,
  icon: (
    <span className="grid w-5 shrink-0 place-items-center text-muted">
      {color ? <ColorDot color={color} /> : <Icon of={Tag} size="sm" />}
    </span>
  ),
});

/** The labels that all of them have. */
function sharedBy([first, ...others]: readonly Task[]): string[] {
  const labelIds = first?.labelIds ?? [];
  return labelIds.filter((id) => others.every((task) => task.labelIds.includes(id)));
}
