import { taskCounts } from '@tydo/replica/tydo/task-views';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useRowOf } from '../../sync/use-row.ts';
import { useCountBy } from '../../sync/use-view.ts';
import { Chip } from '../../ui/chip.tsx';
import { ColorDot } from '../../ui/color-dot.tsx';
import { Icon } from '../../ui/icon.tsx';
import { inboxName } from './inbox-name.ts';
import type { TaskLine } from './lines.ts';
import { useControls } from './list-controls.ts';
import { hasDates, TaskDates } from './task-dates.tsx';

interface TaskMetaProps {
  line: TaskLine;
  /** Where the rows are of several lists. */
  showsList: boolean;
}

/** Quiet facts behind a task's title: its dates, list, labels, and how many of its subtasks are done. */
export function TaskMeta({ line, showsList }: TaskMetaProps) {
  const { task } = line;
  const progress = useProgress(task.uid);
  const isDated = hasDates(task);
  if (!showsList && !isDated && task.labelIds.length === 0 && progress.all === 0) return null;
  return (
    <div className="row-meta">
      {isDated && <TaskDates task={task} day={line.day} />}
      {showsList && <ListName listId={task.listId} />}
      {task.labelIds.map((id) => (
        <LabelChip key={id} id={id} />
      ))}
      {progress.all > 0 && <Progress line={line} {...progress} />}
    </div>
  );
}

/** The numbers of direct subtasks. */
export function useProgress(uid: string): { done: number; all: number } {
  return {
    all: useCountBy(taskCounts.children(), uid),
    done: useCountBy(taskCounts.completedChildren(), uid),
  };
}

function ListName({ listId }: { listId: string | null }) {
  const list = useRowOf('list', listId ?? '');
  return (
    <span className="row-fact min-w-0">
      {list?.color && <ColorDot color={list.color} />}
      <bdi className="truncate">{list?.name ?? inboxName}</bdi>
    </span>
  );
}

function LabelChip({ id }: { id: string }) {
  const label = useRowOf('label', id);
  if (!label) return null;
  return <Chip {...(label.color && { color: label.color })}>{label.name}</Chip>;
}

function Progress({ line, done, all }: { line: TaskLine; done: number; all: number }) {
  const { setExpanded } = useControls();
  const { task, hasSubtasks, isExpanded } = line;
  const text = `${done}/${all}`;

  if (!hasSubtasks) {
    return (
      <span className="px-1 tabular-nums">
        <span aria-hidden>{text}</span>
        <span className="sr-only">{`${text} subtasks completed`}</span>
      </span>
    );
  }
  return (
    <button
      type="button"
      aria-expanded={isExpanded}
      aria-label={`${text} subtasks completed`}
      tabIndex={-1}
      data-control="expand"
      onClick={() => setExpanded(task.uid, !isExpanded)}
      className="row-progress"
    >
      {text}
      <span className={`transition-transform ${isExpanded ? 'rotate-90' : ''}`}>
        <Icon of={ChevronRight} size="sm" />
      </span>
    </button>
  );
}
