import { type KeyboardEvent, memo, type Ref, useId } from 'react';
import { useStore } from '../lib/store.ts';
import { RoundCheckbox } from '../ui/round-checkbox.tsx';
import { useOpenUid } from './detail/open-task.ts';
import { putEdit, textOf, useDrafts } from './drafts.ts';
import { indentRem } from './rows/indent.ts';
import type { TaskLine } from './rows/lines.ts';
import { useControls } from './rows/list-controls.ts';
import { priorityMark } from './rows/priority.ts';
import { TaskEdit } from './task-edit.tsx';
import { TaskView } from './task-view.tsx';
import type { RowActions } from './use-row-actions.ts';

interface RowContentProps {
  line: TaskLine;
  now: Date;
  actions: RowActions;
  /** Where the rows are of several lists. */
  showsList?: boolean;
  /** Whether its text can be edited in the row. */
  isEditable?: boolean;
}

interface TaskRowProps extends RowContentProps {
  /** Its place in the whole list, which is longer than what is rendered. */
  index: number;
  count: number;
  /** How far below the top of the list it stands, in pixels; without it, it is in the flow of the page. */
  top?: number;
  ref?: Ref<HTMLLIElement>;
}

/** One task, with its checkbox, either shown or being edited. */
export const TaskRow = memo(function TaskRow({ index, count, top, ref, ...content }: TaskRowProps) {
  const { task, depth } = content.line;
  const { selection } = useControls();
  const isSelected = useStore(selection, ({ uids }) => uids.has(task.uid));
  const isOpen = useOpenUid() === task.uid;
  return (
    <li
      ref={ref}
      data-index={index}
      data-uid={task.uid}
      data-selected={isSelected}
      data-open={isOpen}
      aria-posinset={index + 1}
      aria-setsize={count}
      style={{ top, paddingInlineStart: `${depth * indentRem}rem` }}
      className={`task-row group ${top === undefined ? '' : 'absolute'}`}
    >
      {isSelected && <span className="sr-only">Selected</span>}
      <RowContent {...content} isOpen={isOpen} />
    </li>
  );
});

/** Apart from the row, because it stays the same when tasks above it or below it come and go. */
const RowContent = memo(function RowContent(props: RowContentProps & { isOpen: boolean }) {
  const { line, now, actions, isOpen, showsList = false, isEditable = true } = props;
  const { task, depth } = line;
  const drafts = useDrafts();
  // In its details, the text is edited there.
  const edited = useStore(drafts, ({ edits }) => edits.get(task.uid));
  const draft = isOpen || !isEditable ? undefined : edited;
  const id = useId();
  const titleId = `${id}-title`;
  const editId = `${id}-edit`;

  function edit() {
    const from = textOf(task);
    drafts.set((all) => putEdit(all, task.uid, { ...from, from }));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || draft || !isEditable) return;
    // Otherwise the same key press would submit the form that opens.
    event.preventDefault();
    edit();
  }

  return (
    <>
      {depth > 0 && <span className="sr-only">{`Level ${depth + 1}`}</span>}
      <RoundCheckbox
        checked={task.completed}
        priority={priorityMark(task.priority)}
        onChange={({ target, nativeEvent }) =>
          actions.tick(task, target.checked, isSecondClick(nativeEvent))
        }
        onKeyDown={onKeyDown}
        {...(draft ? { 'aria-label': task.title } : { 'aria-labelledby': titleId })}
      />
      {draft ? (
        <TaskEdit
          task={task}
          now={now}
          draft={draft}
          save={actions.edit}
          forget={actions.forget}
          returnTo={editId}
        />
      ) : (
        <TaskView
          line={line}
          now={now}
          titleId={titleId}
          editId={editId}
          showsList={showsList}
          edit={isEditable ? edit : undefined}
          remove={(click) => actions.remove(task, isSecondClick(click.nativeEvent))}
        />
      )}
    </>
  );
});

/** Whether the event is the second half of a double click. */
const isSecondClick = (event: Event) => event instanceof MouseEvent && event.detail > 1;
