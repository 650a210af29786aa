import { age, exactDate } from '../../lib/age.ts';
import type { Task } from '../../sync/use-view.ts';

/** When the task was added, changed and completed. */
export function TaskTimes({ task, now }: { task: Task; now: Date }) {
  const { createdAt, updatedAt, completedAt } = task;
  return (
    <p className="text-sm text-muted">
      Added <Time at={createdAt} now={now} />
      {updatedAt !== createdAt && (
        <>
          {' · '}changed <Time at={updatedAt} now={now} />
        </>
      )}
      {completedAt !== null && (
        <>
          {' · '}completed <Time at={completedAt} now={now} />
        </>
      )}
    </p>
  );
}

function Time({ at, now }: { at: string; now: Date }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={exactDate(date)}>
      {age(date, now)}
    </time>
  );
}
