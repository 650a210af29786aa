// Copies of tasks: as text, as a link, and as tasks.
import { createInputOf } from '@tydo/rules/task';
import { taskLimits } from '@tydo/schemas/task';
import { countOf } from '../../lib/count-of.ts';
import { quote } from '../../lib/quote.ts';
import { newId } from '../../sync/new-id.ts';
import type { Sync } from '../../sync/open.ts';
import type { Task } from '../../sync/use-view.ts';
import type { Toasts } from '../../ui/toasts.ts';
import { undoButton } from '../../ui/undo-button.ts';
import { tasksUnder } from './lines.ts';
import { type TextForm, textOfTasks } from './task-text.ts';

type Parts = Pick<Sync, 'replica' | 'acts'> & { toasts: Toasts };

/** The commands that copy tasks. Each says what it did, or that the browser refused it. */
export function createCopies({ replica, acts, toasts }: Parts) {
  const rowsOf = (uids: readonly string[]) => uids.flatMap((uid) => replica.row('task', uid) ?? []);
  /** All tasks of the lists of these. */
  const around = (tasks: readonly Task[]): Task[] =>
    [...new Set(tasks.map(({ listId }) => listId))].flatMap((listId) => [
      ...replica.view({ noun: 'task', where: { listId }, order: 'rank' }).rows,
    ]);
  const subjectOf = (tasks: readonly Task[]) =>
    tasks.length === 1 ? quote(tasks[0]?.title ?? '') : countOf(tasks.length);

  async function copy(text: string, message: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      toasts.show({ message });
    } catch {
      toasts.show({ message: 'This browser does not let the page copy.', isError: true });
    }
  }

  return {
    copyText(uids: readonly string[], form: TextForm): void {
      const tasks = rowsOf(uids);
      const text = textOfTasks(tasks, around(tasks), form);
      void copy(text, `Copied ${subjectOf(tasks)} as ${form}`);
    },
    copyLink: (uid: string): void =>
      void copy(new URL(`/?task=${encodeURIComponent(uid)}`, location.href).href, 'Link copied'),
    /** Each behind its original, with its subtasks; all are open. */
    duplicate(uids: readonly string[]): void {
      const tasks = rowsOf(uids);
      const all = around(tasks);
      const below = new Set(tasks.flatMap(({ uid }) => tasksUnder(uid, all)));
      const roots = tasks.filter((task) => !below.has(task));
      const copies = roots.flatMap((root) => copyOf(root, tasksUnder(root.uid, all)));
      const operationIds = acts.group(() =>
        partsOf(copies).map((part) => acts.act('task.createMany', { tasks: part }).operationId),
      );
      toasts.show({
        message: `Duplicated ${subjectOf(roots)}`,
        action: undoButton(toasts, () => acts.undoOf(operationIds)),
      });
    },
  };
}

function copyOf(root: Task, under: readonly Task[]) {
  const ids = new Map([root, ...under].map(({ uid }) => [uid, newId()]));
  const content = (task: Task) => {
    const { listId: _list, sectionId: _section, parentUid: _parent, ...rest } = createInputOf(task);
    return { ...rest, uid: ids.get(task.uid) ?? newId() };
  };
  return [
    { ...content(root), after: root.uid },
    ...under.map((task) => ({
      ...content(task),
      parentUid: ids.get(task.parentUid ?? '') ?? null,
    })),
  ];
}

function partsOf<Item>(items: readonly Item[]): Item[][] {
  const size = taskLimits.createMany;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
