import { taskViews } from '@tydo/replica/tydo/task-views';
import { TaskCreate } from '@tydo/schemas/task';
import Plus from 'lucide-react/icons/plus';
import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { fieldErrors } from '../../lib/field-errors.ts';
import { useStore } from '../../lib/store.ts';
import { newId } from '../../sync/new-id.ts';
import { useSync } from '../../sync/use-sync.ts';
import { type Task, useView } from '../../sync/use-view.ts';
import { FieldError } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useToasts } from '../../ui/toasts.ts';
import { QuickAddInput } from '../quick-add-input.tsx';
import { useCollapsed } from '../rows/collapsed.ts';
import { levelIn } from '../rows/levels.ts';
import { type ListLine, linesOf, tasksUnder } from '../rows/lines.ts';
import { ListControlsProvider } from '../rows/list-controls.ts';
import { useProgress } from '../rows/task-meta.tsx';
import { useListControls } from '../rows/use-list-controls.tsx';
import { TaskRow } from '../task-row.tsx';
import { useQuickAdd } from '../use-quick-add.ts';
import { useRowActions } from '../use-row-actions.ts';
import { useTaskActions } from '../use-task-actions.ts';
import { requestedField } from './open-task.ts';

interface SubtasksProps {
  task: Task;
  now: Date;
}

/** All that is under the task, open and completed, with a field for a new subtask. */
export function Subtasks({ task, now }: SubtasksProps) {
  const progress = useProgress(task.uid);
  return (
    <section aria-label="Subtasks" className="grid grid-cols-1 gap-1">
      <div className="flex items-baseline gap-2">
        <h2 className="text-sm font-medium text-muted">Subtasks</h2>
        {progress.all > 0 && (
          <span className="text-xs text-muted tabular-nums">{`${progress.done}/${progress.all}`}</span>
        )}
      </div>
      <SubtaskList task={task} now={now} />
      <AddSubtask task={task} />
    </section>
  );
}

function SubtaskList({ task, now }: SubtasksProps) {
  const list = useRef<HTMLUListElement>(null);
  const lines = useLinesUnder(task);
  const { replica } = useSync();
  const actions = useRowActions('all', useTaskActions());
  const { controls, listProps, overlays, mark } = useListControls({
    list,
    lines,
    order: { listId: task.listId, levelsAbove: levelIn(replica, task.uid) },
  });
  return (
    <ListControlsProvider value={controls}>
      <ul
        ref={list}
        {...listProps}
        aria-label="Subtasks"
        className="relative -mx-2"
        hidden={lines.length === 0}
      >
        {lines.map(
          (line, index) =>
            line.kind === 'task' && (
              <TaskRow
                key={line.task.uid}
                line={line}
                now={now}
                actions={actions}
                index={index}
                count={lines.length}
                isEditable={false}
              />
            ),
        )}
        {mark}
      </ul>
      {overlays}
    </ListControlsProvider>
  );
}

/** The whole list is read only where there are subtasks, which may have subtasks of their own. */
function useLinesUnder({ uid, listId }: Task): readonly ListLine[] {
  const hasSubtasks = useProgress(uid).all > 0;
  const all = { noun: 'task', where: { listId }, order: 'rank' } as const;
  const { rows, version } = useView(hasSubtasks ? all : taskViews.children(uid));
  const collapsed = useStore(useCollapsed(), (ids) => ids);
  return useMemo(
    () => linesOf({ tasks: tasksUnder(uid, rows), isCollapsed: (id) => collapsed.has(id) }),
    // The array stays the same one while it changes.
    // oxlint-disable-next-line react/exhaustive-deps
    [uid, rows, version, collapsed],
  );
}

/** Enter adds it and clears the field for the next one. Quick add reads all but its place. */
function AddSubtask({ task }: { task: Task }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const actions = useTaskActions();
  const toasts = useToasts();
  const quick = useQuickAdd(text, { hasPlace: true });
  const { code, now, decide } = quick;

  const isRequested = requestedField() === 'subtask';
  useEffect(() => {
    if (isRequested) field.current?.focus();
  }, [isRequested]);

  function add(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return setText('');
    const target = { parentUid: task.uid };
    // Before the code is here, the text is a title.
    const { task: made, newLabels } = (code &&
      now &&
      code.toTask(now.reading, target, quick.known, newId)) ?? {
      task: { ...target, title: text },
      newLabels: [],
    };
    const input = TaskCreate.safeParse({ title: made.title });
    if (!input.success) return setError(fieldErrors(input.error, ['title']).title);
    actions.create({ ...made, title: input.data.title }, newLabels);
    setText('');
    decide(undefined);
    toasts.announce('Subtask added.');
  }

  return (
    <form onSubmit={add} noValidate className="grid grid-cols-1 gap-1">
      <div className="add-subtask">
        <span className="grid w-control shrink-0 place-items-center text-muted">
          <Icon of={Plus} />
        </span>
        <QuickAddInput
          field={field}
          aria-label="New subtask"
          placeholder="Add a subtask"
          text={text}
          setText={(next) => {
            setText(next);
            setError(undefined);
          }}
          quick={quick}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? id : undefined}
        />
      </div>
      <FieldError id={id} error={error} />
      {code && now && (
        <code.Chips
          {...now}
          decide={(decided) => {
            decide(decided);
            field.current?.focus();
          }}
        />
      )}
    </form>
  );
}
