import { type KeyboardEvent, memo, type Ref } from 'react';
import { useStore } from '../lib/store.ts';
import type { Task } from '../sync/use-view.ts';
import { RoundCheckbox } from '../ui/round-checkbox.tsx';
import { putEdit, textOf, useDrafts } from './drafts.ts';
import { TaskEdit } from './task-edit.tsx';
import { TaskView } from './task-view.tsx';
import type { RowActions } from './use-row-actions.ts';

interface TaskRowProps {
  task: Task;
  now: Date;
  actions: RowActions;
  /** Its place in the whole list, which is longer than what is rendered. */
  index: number;
  count: number;
  /** How far below the top of the list it stands, in pixels. */
  top: number;
  ref: Ref<HTMLLIElement>;
}

/** One task, with its checkbox, either shown or being edited. */
export const TaskRow = memo(function TaskRow({
  task,
  now,
  actions,
  index,
  count,
  top,
  ref,
}: TaskRowProps) {
  const drafts = useDrafts();
  const draft = useStore(drafts, ({ edits }) => edits.get(task.uid));
  const titleId = `task-${task.uid}`;

  function edit() {
    const from = textOf(task);
    drafts.set((all) => putEdit(all, task.uid, { ...from, from }));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || draft) return;
    // Otherwise the same key press would submit the form that opens.
    event.preventDefault();
    edit();
  }

  return (
    <li
      ref={ref}
      data-index={index}
      data-uid={task.uid}
      aria-posinset={index + 1}
      aria-setsize={count}
      style={{ top }}
      className="task-row group"
    >
      <RoundCheckbox
        checked={task.completed}
        onChange={({ target, nativeEvent }) =>
          actions.tick(task, target.checked, isSecondClick(nativeEvent))
        }
        onKeyDown={onKeyDown}
        {...(draft ? { 'aria-label': task.title } : { 'aria-labelledby': titleId })}
      />
      {draft ? (
        <TaskEdit task={task} now={now} draft={draft} save={actions.edit} forget={actions.forget} />
      ) : (
        <TaskView
          task={task}
          now={now}
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
