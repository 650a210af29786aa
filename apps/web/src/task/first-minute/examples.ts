// Example tasks: which ones there are is kept with the drafts on this device.
import { recordOf } from '@tydo/schemas/record';
import { createStore, type Store } from '../../lib/store.ts';
import { newId } from '../../sync/new-id.ts';
import type { Notes } from '../../sync/notes.ts';
import type { Sync } from '../../sync/open.ts';
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

/** Deletes the examples, and their labels where nothing else has them. @returns what takes it back */
export function removeExamples({ replica, acts, notes }: Sync): () => void {
  const examples = examplesOf(notes);
  const before = examples.get();
  const ids = before.uids.filter((uid) => replica.row('task', uid));
  const own = new Set(ids);
  const isUnused = (id: string) => {
    const { rows } = replica.view({ noun: 'task', where: { labelIds: id } });
    return replica.row('label', id) && rows.every(({ uid }) => own.has(uid));
  };
  const labelIds = before.labelIds.filter(isUnused);
  const operationIds = acts.group(() => [
    acts.act('task.deleteMany', { ids }).operationId,
    ...labelIds.map((id) => acts.act('label.delete', { id }).operationId),
  ]);
  examples.set(() => none);
  return () => {
    acts.undoOf(operationIds);
    examples.set(() => before);
  };
}
