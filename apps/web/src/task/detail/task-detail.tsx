import { useMinute } from '../../lib/use-minute.ts';
import { useRow } from '../../sync/use-row.ts';
import type { Task } from '../../sync/use-view.ts';
import { Button } from '../../ui/button.tsx';
import { RoundCheckbox } from '../../ui/round-checkbox.tsx';
import { priorityMark } from '../rows/priority.ts';
import { useRowActions } from '../use-row-actions.ts';
import { useTaskActions } from '../use-task-actions.ts';
import { DetailBar } from './detail-bar.tsx';
import { DetailFields } from './detail-fields.tsx';
import { DetailHistory } from './detail-history.tsx';
import { DetailText } from './detail-text.tsx';
import { ParentLink } from './parent-link.tsx';
import { Subtasks } from './subtasks.tsx';
import { TaskTimes } from './task-times.tsx';

interface TaskDetailProps {
  uid: string;
  close: () => void;
}

/** Everything about a task, and everything can be changed. */
export function TaskDetail({ uid, close }: TaskDetailProps) {
  const task = useRow(uid);
  if (!task) return <Gone close={close} />;
  return <Detail task={task} close={close} />;
}

function Detail({ task, close }: { task: Task; close: () => void }) {
  const actions = useTaskActions();
  const rowActions = useRowActions('all', actions);
  const now = useMinute();
  return (
    <>
      <DetailBar task={task} close={close} />
      <div className="grid grid-cols-1 gap-5 px-4 pb-8">
        <div className="grid grid-cols-1 gap-1">
          {task.parentUid !== null && <ParentLink uid={task.parentUid} />}
          <div className="-ml-2 flex items-start">
            <RoundCheckbox
              checked={task.completed}
              priority={priorityMark(task.priority)}
              aria-label="Completed"
              onChange={({ target }) => rowActions.tick(task, target.checked, false)}
            />
            <DetailText task={task} actions={actions} />
          </div>
        </div>
        <DetailFields task={task} />
        <Subtasks task={task} now={now} />
        <DetailHistory uid={task.uid} now={now} />
        <TaskTimes task={task} now={now} />
      </div>
    </>
  );
}

function Gone({ close }: { close: () => void }) {
  return (
    <div className="grid justify-items-start gap-3 p-4">
      <h2>This task is not here</h2>
      <p className="text-muted">It was deleted, or the link belongs to another account.</p>
      <Button kind="quiet" onClick={close}>
        Close
      </Button>
    </div>
  );
}
