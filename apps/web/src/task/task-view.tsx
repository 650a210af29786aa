import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Trash2 from 'lucide-react/icons/trash-2';
import type { MouseEvent } from 'react';
import { Link } from 'wouter';
import { age, exactDate } from '../lib/age.ts';
import { isolate } from '../lib/isolate.ts';
import { rowKeys } from '../lib/row-keys.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useOpenTask } from './detail/open-task.ts';
import type { TaskLine } from './rows/lines.ts';
import { useControls } from './rows/list-controls.ts';
import { describePriority } from './rows/priority.ts';
import { TaskMeta } from './rows/task-meta.tsx';

interface TaskViewProps {
  line: TaskLine;
  now: Date;
  titleId: string;
  /** Of the button that edits the text in the row. */
  editId: string;
  showsList: boolean;
  /** Undefined where the text is not edited in the row. */
  edit: (() => void) | undefined;
  remove: (click: MouseEvent) => void;
}

/** A task's text, facts and buttons. The text is a link to its details. */
export function TaskView({ line, titleId, showsList, ...end }: TaskViewProps) {
  const { task } = line;
  const { uid, title, description, completed } = task;
  const { linkProps } = useOpenTask();
  return (
    <>
      <div className="row-text min-w-0 grow pl-1">
        <div className="row-line">
          <Link
            {...linkProps(uid)}
            data-control="open"
            draggable={false}
            className={`row-link ${completed ? 'text-muted line-through decoration-1' : ''}`}
          >
            <span id={titleId} dir="auto">
              {title}
            </span>
          </Link>
          <PriorityName priority={task.priority} />
          <TaskMeta line={line} showsList={showsList} />
        </div>
        {description !== null && (
          // Each line has its own text direction.
          <p
            dir="auto"
            className="mt-0.5 line-clamp-2 text-sm whitespace-pre-line text-muted wrap-anywhere [unicode-bidi:plaintext]"
          >
            {description}
          </p>
        )}
      </div>
      <RowEnd task={task} {...end} />
    </>
  );
}

/** The colour of the checkbox, in words. */
function PriorityName({ priority }: { priority: number }) {
  const name = describePriority(priority);
  return name === undefined ? null : <span className="priority-name">{name}</span>;
}

type RowEndProps = Pick<TaskViewProps, 'now' | 'editId' | 'edit' | 'remove'> & {
  task: TaskLine['task'];
};

/** Tab stops at the last button only: its menu has the other commands, and each has a key. */
function RowEnd({ task, now, editId, edit, remove }: RowEndProps) {
  const { uid, title } = task;
  const created = new Date(task.createdAt);
  const { openMenu } = useControls();
  return (
    <div className="row-end">
      <time dateTime={task.createdAt} title={exactDate(created)} className="row-date">
        {age(created, now)}
      </time>
      <div className="row-buttons">
        <span className="row-quick">
          {edit && (
            <IconButton
              id={editId}
              label={`Edit “${isolate(title)}”`}
              shortcut={rowKeys.edit}
              tabIndex={-1}
              data-control="edit"
              onClick={edit}
            >
              <Icon of={Pencil} />
            </IconButton>
          )}
          <IconButton
            label={`Delete “${isolate(title)}”`}
            shortcut={rowKeys.remove}
            tabIndex={-1}
            data-control="delete"
            onClick={remove}
          >
            <Icon of={Trash2} />
          </IconButton>
        </span>
        <IconButton
          label={`More for “${isolate(title)}”`}
          aria-haspopup="menu"
          data-control="more"
          onClick={({ currentTarget }) => openMenu(uid, currentTarget)}
        >
          <Icon of={Ellipsis} />
        </IconButton>
      </div>
    </div>
  );
}
