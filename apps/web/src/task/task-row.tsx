import type { TaskRead } from '@tydo/schemas/task';
import { type KeyboardEvent, memo } from 'react';
import { useStore } from '../lib/store.ts';
import { RoundCheckbox } from '../ui/round-checkbox.tsx';
import { useToasts } from '../ui/toasts.ts';
import { putEdit, useDesk } from './desk.ts';
import { TaskEdit } from './task-edit.tsx';
import { TaskView } from './task-view.tsx';
import type { TaskActions } from './use-task-changes.ts';

interface TaskRowProps {
  task: TaskRead;
  now: Date;
  actions: TaskActions;
}

/** One task: to be looked at and ticked off, or being edited. */
export const TaskRow = memo(function TaskRow({ task, now, actions }: TaskRowProps) {
  const { notes, ids } = useDesk();
  const toasts = useToasts();
  const key = ids.key(task.id);
  const draft = useStore(notes, ({ edits }) => edits.get(key));
  const titleId = `task-${key}`;

  function edit() {
    const { title, description, updatedAt: seenAt } = task;
    const fresh = { title, description: description ?? '', seenAt };
    notes.set((all) => putEdit(all, key, fresh));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || draft) return;
    // Else the same key press would go on to the form that opens, and save it.
    event.preventDefault();
    edit();
  }

  function remove() {
    actions.remove(task);
    const undo = { label: 'Undo', run: () => actions.restore(task) };
    toasts.show({ message: `Deleted “${task.title}”`, action: undo });
  }

  return (
    <li className="group flex items-start py-1.5 pr-1 pl-1.5 sm:pr-2 sm:pl-2">
      <RoundCheckbox
        checked={task.completed}
        onChange={(event) => actions.update(task, { completed: event.target.checked })}
        onKeyDown={onKeyDown}
        {...(draft ? { 'aria-label': task.title } : { 'aria-labelledby': titleId })}
      />
      {draft ? (
        <TaskEdit task={task} now={now} draft={draft} editKey={key} update={actions.update} />
      ) : (
        <TaskView
          task={task}
          now={now}
          editKey={key}
          titleId={titleId}
          edit={edit}
          remove={remove}
        />
      )}
    </li>
  );
});
