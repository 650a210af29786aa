import Pencil from 'lucide-react/icons/pencil';
import Trash2 from 'lucide-react/icons/trash-2';
import type { MouseEvent } from 'react';
import { age, exactDate } from '../lib/age.ts';
import { isolate } from '../lib/isolate.ts';
import type { Task } from '../sync/use-view.ts';
import { IconButton } from '../ui/button.tsx';

interface TaskViewProps {
  task: Task;
  now: Date;
  titleId: string;
  edit: () => void;
  remove: (click: MouseEvent) => void;
}

/** The id of a task's Edit button, which gets the focus when an edit ends. */
export function editButtonId(uid: string): string {
  return `edit-task-${uid}`;
}

/** A task's text, age and buttons. */
export function TaskView({ task, now, titleId, edit, remove }: TaskViewProps) {
  const { title, description, completed } = task;
  const created = new Date(task.createdAt);
  return (
    <>
      {/* Double click is a shortcut for the Edit button. */}
      <div onDoubleClick={edit} className="row-text min-w-0 grow pl-1">
        <p
          id={titleId}
          dir="auto"
          className={`text-pretty wrap-anywhere transition-colors ${completed ? 'text-muted line-through decoration-1' : ''}`}
        >
          {title}
        </p>
        {description !== null && (
          // Each line has its own text direction.
          <p
            dir="auto"
            className="mt-0.5 line-clamp-3 text-sm whitespace-pre-line text-muted wrap-anywhere [unicode-bidi:plaintext]"
          >
            {description}
          </p>
        )}
      </div>
      <div className="row-end">
        <time dateTime={task.createdAt} title={exactDate(created)} className="row-date">
          {age(created, now)}
        </time>
        <IconButton
          id={editButtonId(task.uid)}
          label={`Edit “${isolate(title)}”`}
          data-control="edit"
          onClick={edit}
        >
          <Pencil aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={`Delete “${isolate(title)}”`} data-control="delete" onClick={remove}>
          <Trash2 aria-hidden className="size-4" />
        </IconButton>
      </div>
    </>
  );
}
