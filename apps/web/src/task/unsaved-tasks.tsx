import { useStore } from '../lib/store.ts';
import { Button } from '../ui/button.tsx';
import { type UnsavedTask, useLocalState } from './local-state.ts';
import type { TaskActions } from './use-task-changes.ts';

/** Tasks that could not be saved, until the person retries or discards them. */
export function UnsavedTasks({ restore, resubmit }: Pick<TaskActions, 'restore' | 'resubmit'>) {
  const { drafts } = useLocalState();
  const unsaved = useStore(drafts, (all) => all.unsaved);
  if (unsaved.length === 0) return null;

  const discard = (task: UnsavedTask) =>
    drafts.set((all) => ({ ...all, unsaved: all.unsaved.filter((other) => other !== task) }));

  return (
    <section aria-label="Not saved" className="rounded-2xl bg-danger-wash px-4 py-1">
      <ul className="divide-y divide-danger-text/15">
        {unsaved.map((task) => (
          <li key={task.key} className="flex flex-wrap items-center gap-x-2 py-1">
            <div className="grow basis-48 py-1.5">
              <p dir="auto" className="font-medium wrap-anywhere">
                {task.title}
              </p>
              <p className="text-sm text-danger-text">{task.reason}</p>
            </div>
            <div className="-mr-3 ml-auto flex">
              <Button
                kind="plain"
                onClick={() => {
                  discard(task);
                  if (task.submitted) resubmit(task.submitted);
                  else restore(task);
                }}
              >
                Try again
              </Button>
              <Button kind="plain" onClick={() => discard(task)}>
                Discard
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
