import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Trash2 from 'lucide-react/icons/trash-2';
import type { MouseEvent } from 'react';
import { Link } from 'wouter';
import { age, exactDate } from '../lib/age.ts';
import { isolate } from '../lib/isolate.ts';
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
  showsList: boolean;
  edit: () => void;
  remove: (click: MouseEvent) => void;
}

/** The id of a task's Edit button, which gets the focus when an edit ends. */
export function editButtonId(uid: string): string {
  return `edit-task-${uid}`;
}

/** A task's text, facts and buttons. The text is a link to its details. */
export function TaskView({ line, now, titleId, showsList, edit, remove }: TaskViewProps) {
  const { task } = line;
  const { uid, title, description, completed } = task;
  const { linkProps } = useOpenTask();
  return (
    <>
      <div className="row-text min-w-0 grow pl-1">
        <div className="row-line">
          <Link
            {...linkProps(uid)}
            id={`open-task-${uid}`}
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
      <RowEnd task={task} now={now} edit={edit} remove={remove} />
    </>
  );
}

/** The colour of the checkbox, in words. */
function PriorityName({ priority }: { priority: number }) {
  const name = describePriority(priority);
  return name === undefined ? null : <span className="sr-only">{name}</span>;
}

type RowEndProps = Pick<TaskViewProps, 'now' | 'edit' | 'remove'> & { task: TaskLine['task'] };

/** Tab stops at the last button only: its menu has the other commands, and each has a key. */
function RowEnd({ task, now, edit, remove }: RowEndProps) {
  const { uid, title } = task;
  const created = new Date(task.createdAt);
  const { openMenu } = useControls();
  return (
    <div className="row-end">
      <time dateTime={task.createdAt} title={exactDate(created)} className="row-date">
        {age(created, now)}
      </time>
      <div className="row-buttons">
        <IconButton
          id={editButtonId(uid)}
          label={`Edit “${isolate(title)}”`}
          shortcut="E"
          tabIndex={-1}
          data-control="edit"
          onClick={edit}
        >
          <Icon of={Pencil} />
        </IconButton>
        <IconButton
          label={`Delete “${isolate(title)}”`}
          shortcut="Delete"
          tabIndex={-1}
          data-control="delete"
          onClick={remove}
        >
          <Icon of={Trash2} />
        </IconButton>
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
