// Example tasks: which ones there are is kept with the drafts on this device.
import { taskViews } from '@tydo/replica/tydo/task-views';
import { recordOf } from '@tydo/schemas/record';
import { createStore, type Store } from '../../lib/store.ts';
import { newId } from '../../sync/new-id.ts';
import type { Notes } from '../../sync/notes.ts';
import type { Sync } from '../../sync/open.ts';
import type { Task } from '../../sync/use-view.ts';
import { pastedLines } from '../quick-add/pasted-lines.ts';
import { readLines } from '../quick-add/read-lines.ts';
import type { Context } from '../quick-add/reading.ts';
import type { NewTask } from '../use-task-actions.ts';

/** Read as if they were pasted: each shows something that a task can have. */
const text = `
Complete me: click the circle, or press Space
Open me with a click on the title, or with Enter
Call Grandma every sunday 4pm
Buy bread and milk today @errand
Renew the passport {in 6 weeks} p1
Plan a trip to Lisbon
  Choose a hotel
  Book the train next friday p2
Drag me to another place, or into a list
`;

const description =
  'A task has notes, dates, a deadline, labels, a priority, subtasks and a history. Esc closes this.';

interface Examples {
  uids: string[];
  labelIds: string[];
}

/** The example tasks, and labels to be made with them. */
export function readExamples(context: Context): { tasks: NewTask[]; newLabels: Label[] } {
  const { tasks, newLabels } = readLines(pastedLines(text) ?? [], {}, context, newId);
  return {
    tasks: tasks.map((task, at) => (at === 1 ? { ...task, description } : task)),
    newLabels,
  };
}

type Label = { id: string; name: string };

const key = 'examples';
const byNotes = new WeakMap<Notes, Store<Examples>>();
const none: Examples = { uids: [], labelIds: [] };

/** Those that were added and not dealt with since. */
export function examplesOf(notes: Notes): Store<Examples> {
  const known = byNotes.get(notes);
  if (known) return known;
  const { uids, labelIds } = recordOf(notes.loaded.get(key));
  const store = createStore<Examples>({ uids: textsIn(uids), labelIds: textsIn(labelIds) });
  store.subscribe(() => notes.put(key, store.get().uids.length > 0 ? store.get() : undefined));
  byNotes.set(notes, store);
  return store;
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

export const forgetExamples = (notes: Notes): void => examplesOf(notes).set(() => none);

interface Removal {
  /** How many examples were deleted. */
  removed: number;
  /** How many have something of the person, and stay. */
  kept: number;
  /** Takes it back. */
  undo: () => void;
}

/** Deletes the examples that have nothing of the person, and their labels where nothing else has them. */
export function removeExamples(
  { replica, acts, notes }: Pick<Sync, 'replica' | 'acts' | 'notes'>,
  context: Omit<Context, 'known'>,
): Removal {
  const examples = examplesOf(notes);
  const before = examples.get();
  const all = before.uids.flatMap((uid) => withRounds(replica, uid));
  const ids = removable(all, (uid) => replica.view(taskViews.children(uid)).rows, context);
  const isUnused = (id: string) => {
    const { rows } = replica.view({ noun: 'task', where: { labelIds: id } });
    return replica.row('label', id) && rows.every(({ uid }) => ids.has(uid));
  };
  const labelIds = before.labelIds.filter(isUnused);
  const operationIds = acts.group(() => [
    ...(ids.size > 0 ? [acts.act('task.deleteMany', { ids: [...ids] }).operationId] : []),
    ...labelIds.map((id) => acts.act('label.delete', { id }).operationId),
  ]);
  examples.set(() => none);
  return {
    removed: ids.size,
    kept: all.length - ids.size,
    undo() {
      acts.undoOf(operationIds);
      examples.set(() => before);
    },
  };
}

/** An example, where it is still there, and its completed rounds. */
function withRounds(replica: Sync['replica'], uid: string): Task[] {
  const task = replica.row('task', uid);
  const { rows } = replica.view({ noun: 'task', where: { seriesUid: uid } });
  return task ? [task, ...rows] : [...rows];
}

/** Those with the texts of an example, above nothing else; rounds where the recurring task goes, too. */
function removable(
  all: readonly Task[],
  childrenOf: (uid: string) => readonly Task[],
  context: Omit<Context, 'known'>,
): Set<string> {
  const { tasks } = readExamples({ ...context, known: { lists: [], sections: [], labels: [] } });
  const texts = new Set(tasks.map(textOf));
  const known = new Map(all.map((task) => [task.uid, task]));
  const isPlain = (task: Task): boolean =>
    known.has(task.uid) && texts.has(textOf(task)) && childrenOf(task.uid).every(isPlain);
  const goes = (task: Task) => isPlain(task) && isPlain(known.get(task.seriesUid ?? '') ?? task);
  return new Set(all.filter(goes).map(({ uid }) => uid));
}

const textOf = (task: NewTask | Task): string => `${task.title}\n${task.description ?? ''}`;
