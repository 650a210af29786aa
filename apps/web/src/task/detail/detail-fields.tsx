import type { LucideIcon } from 'lucide-react';
import Calendar from 'lucide-react/icons/calendar';
import Hourglass from 'lucide-react/icons/hourglass';
import Plus from 'lucide-react/icons/plus';
import Target from 'lucide-react/icons/target';
import { type ReactNode, useId } from 'react';
import { DateField } from '../../dates/date-field.tsx';
import { useDayClock } from '../../dates/use-day-clock.ts';
import { useRowOf } from '../../sync/use-row.ts';
import type { Task } from '../../sync/use-view.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Picker } from '../../ui/picker.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { nearestPriority, priorities } from '../rows/priority.ts';
import { useTaskCommands } from '../rows/task-commands.ts';
import { useLabelPicker } from '../rows/use-label-picker.tsx';
import { type DateName, useTaskActs } from '../rows/use-task-acts.ts';
import { ParentPicker } from './parent-picker.tsx';
import { RepeatField } from './repeat-field.tsx';

/** Dates, recurrence, priority, labels and parent. */
export function DetailFields({ task }: { task: Task }) {
  return (
    <div className="detail-fields">
      <Field name="Due">
        <TaskDate task={task} field="due" label="Due date" icon={Calendar} />
      </Field>
      <Field name="Repeats">
        <RepeatField task={task} />
      </Field>
      <Field name="Starts">
        <TaskDate task={task} field="start" label="Start date" icon={Hourglass} />
      </Field>
      <Field name="Deadline">
        <TaskDate task={task} field="deadline" label="Deadline" icon={Target} />
      </Field>
      <Field name="Priority">
        <PriorityField task={task} />
      </Field>
      <Field name="Labels">
        <LabelsField task={task} />
      </Field>
      <Field name="Parent">
        <ParentPicker task={task} />
      </Field>
    </div>
  );
}

function Field({ name, children }: { name: string; children: ReactNode }) {
  const id = useId();
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a <fieldset> cannot be laid out with the other rows.
    <div role="group" aria-labelledby={id} className="detail-field">
      <span id={id} className="text-sm text-muted">
        {name}
      </span>
      <div className="flex min-w-0 flex-wrap items-center gap-1.5">{children}</div>
    </div>
  );
}

interface TaskDateProps {
  task: Task;
  field: DateName;
  label: string;
  icon: LucideIcon;
}

function TaskDate({ task, field, label, icon }: TaskDateProps) {
  const acts = useTaskActs();
  const clock = useDayClock();
  return (
    <DateField
      label={label}
      icon={icon}
      value={task[field]}
      isDay={field === 'deadline'}
      isLateTold={field !== 'start' && !task.completed}
      choose={(date) => {
        if (date !== task[field]) acts.setDate([task.uid], field, date, clock);
      }}
    />
  );
}

function PriorityField({ task }: { task: Task }) {
  const { setPriority } = useTaskCommands();
  return (
    <Segmented
      label="Priority"
      options={priorities.map(({ value, label }) => ({ value: String(value), label }))}
      value={String(nearestPriority(task.priority))}
      onChange={(value) => void setPriority([task.uid], Number(value))}
    />
  );
}

function LabelsField({ task: { uid, labelIds } }: { task: Task }) {
  const picker = useLabelPicker([uid]);
  return (
    <>
      {labelIds.map((id) => (
        <LabelOf key={id} uid={uid} id={id} />
      ))}
      <Picker
        {...picker}
        renderTrigger={(props) => (
          <Button kind="plain" {...props}>
            <Icon of={Plus} size="sm" />
            {labelIds.length === 0 ? 'Add labels' : 'Labels'}
          </Button>
        )}
      />
    </>
  );
}

function LabelOf({ uid, id }: { uid: string; id: string }) {
  const label = useRowOf('label', id);
  const acts = useTaskActs();
  if (!label) return null;
  return (
    <Chip
      {...(label.color && { color: label.color })}
      onRemove={() => acts.toggleLabel([uid], id)}
      removeLabel={`Remove the label ${label.name}`}
    >
      {label.name}
    </Chip>
  );
}
