import type { TaskRead } from '@tydo/schemas/task';
import { type KeyboardEvent, memo } from 'react';
import { useStore } from '../lib/store.ts';
import { RoundCheckbox } from '../ui/round-checkbox.tsx';
import { putEdit, textOf, useLocalState } from './local-state.ts';
import { TaskEdit } from './task-edit.tsx';
import { TaskView } from './task-view.tsx';
import type { RowActions } from './use-row-actions.ts';

interface TaskRowProps {
  task: TaskRead;
  now: Date;
  actions: RowActions;
}

/** One task, with its checkbox, either shown or being edited. */
export const TaskRow = memo(function TaskRow({ task, now, actions }: TaskRowProps) {
  const { drafts, ids } = useLocalState();
  const key = ids.key(task.id);
  const draft = useStore(drafts, ({ edits }) => edits.get(key));
  const titleId = `task-${key}`;

  function edit() {
    const from = textOf(task);
    drafts.set((all) => putEdit(all, key, { ...from, from, seenAt: task.updatedAt }));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || draft) return;
    // Otherwise the same key press would submit the form that opens.
    event.preventDefault();
    edit();
  }

  return (
    <li className="group flex items-start py-1.5 pr-1 pl-1.5 sm:pr-2 sm:pl-2">
      <RoundCheckbox
        checked={task.completed}
        onChange={({ target, nativeEvent }) =>
          actions.tick(task, target.checked, isSecondClick(nativeEvent))
        }
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
          remove={(click) => actions.remove(task, isSecondClick(click.nativeEvent))}
        />
      )}
    </li>
  );
});

/** Whether the event is the second half of a double click. */
const isSecondClick = (event: Event) => event instanceof MouseEvent && event.detail > 1;
