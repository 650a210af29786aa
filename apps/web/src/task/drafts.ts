// What a person has typed and not saved yet. It is kept on their disk.
import { recordOf } from '@tydo/schemas/record';
import { createStore, type Store } from '../lib/store.ts';
import type { Notes } from '../sync/notes.ts';
import { useSync } from '../sync/use-sync.ts';
import type { Task } from '../sync/use-view.ts';

/** The text fields of a task as they are typed. */
export interface TaskText {
  title: string;
  description: string;
}

/** An open edit of a task. `from` is the text when the edit began. */
export interface EditDraft extends TaskText {
  from: TaskText;
  /** The `operationId` of the refused change whose text it is: the change stays until the edit is saved. */
  refused?: string | undefined;
  errors?: { title?: string; description?: string };
}

export interface Drafts {
  /** The title of a new task. */
  text: string;
  textError: string | undefined;
  /** Open edits by the `uid` of their task. */
  edits: ReadonlyMap<string, EditDraft>;
}

const newTaskKey = 'new-task';
const editKey = (uid: string): string => `edit:${uid}`;

/** The drafts as they were left, written to the notes as they change. */
export function createDrafts(notes: Notes): Store<Drafts> {
  const store = createStore(load(notes));
  let before = store.get();
  store.subscribe(() => {
    const now = store.get();
    if (now.text !== before.text) notes.put(newTaskKey, now.text === '' ? undefined : now.text);
    for (const uid of new Set([...before.edits.keys(), ...now.edits.keys()])) {
      const draft = now.edits.get(uid);
      if (draft !== before.edits.get(uid)) notes.put(editKey(uid), draft && kept(draft));
    }
    before = now;
  });
  return store;
}

const kept = ({ title, description, from, refused }: EditDraft): EditDraft => ({
  title,
  description,
  from,
  ...(refused !== undefined && { refused }),
});

function load({ loaded }: Notes): Drafts {
  const text = loaded.get(newTaskKey);
  const prefix = editKey('');
  const edits = new Map<string, EditDraft>();
  for (const [key, value] of loaded) {
    if (!key.startsWith(prefix)) continue;
    const { from, refused } = recordOf(value);
    edits.set(key.slice(prefix.length), {
      ...textFrom(value),
      from: textFrom(from),
      ...(typeof refused === 'string' && { refused }),
    });
  }
  return { text: typeof text === 'string' ? text : '', textError: undefined, edits };
}

function textFrom(value: unknown): TaskText {
  const { title, description } = recordOf(value);
  return {
    title: typeof title === 'string' ? title : '',
    description: typeof description === 'string' ? description : '',
  };
}

/** The text with which an edit of the task begins. */
export function textOf({ title, description }: Pick<Task, keyof TaskText>): TaskText {
  return { title, description: description ?? '' };
}

/** Opens or changes an edit, or closes it when there is no draft. */
export function putEdit(drafts: Drafts, uid: string, draft: EditDraft | undefined): Drafts {
  const edits = new Map(drafts.edits);
  if (draft) edits.set(uid, draft);
  else edits.delete(uid);
  return { ...drafts, edits };
}

/** Whether something is typed that is not saved. */
export function hasDrafts({ text, edits }: Drafts): boolean {
  if (text.trim() !== '') return true;
  return [...edits.values()].some(isChanged);
}

/** Whether something was typed in an edit. */
export const isChanged = ({ title, description, from }: EditDraft): boolean =>
  title !== from.title || description !== from.description;

const byNotes = new WeakMap<Notes, Store<Drafts>>();

/** One store for the notes of an opened person. */
export function draftsOf(notes: Notes): Store<Drafts> {
  const drafts = byNotes.get(notes) ?? createDrafts(notes);
  byNotes.set(notes, drafts);
  return drafts;
}

/** The drafts of the signed-in person. */
export const useDrafts = (): Store<Drafts> => draftsOf(useSync().notes);
