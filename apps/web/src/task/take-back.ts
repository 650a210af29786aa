// What becomes of a change that the server refused. The lists need nothing: the change was never
// written into them. What somebody typed goes back to where they can go on with it.
import { explain, type Refusal, readRefusal } from '../lib/refusal.ts';
import type { Toasts } from '../ui/toasts.ts';
import type { Change } from './change.ts';
import { type Desk, type EditDraft, putEdit, textOf, type Unsaved } from './desk.ts';
import { quote } from './quote.ts';
import { NeverCreated } from './send-change.ts';

type Update = Extract<Change, { kind: 'update' }>;

/** Tells the person that `change` was not made, and why, and gives back what they typed. */
export function takeBack(desk: Desk, toasts: Toasts, change: Change, error: unknown): void {
  const neverCreated = error instanceof NeverCreated;
  const refusal: Refusal = neverCreated ? { code: 'NOT_FOUND' } : readRefusal(error);
  if (change.kind === 'create') returnText(desk, change.task, explain(refusal));
  if (change.kind === 'update') returnEdit(desk, change, refusal);
  // The sign-in screen says it once for all of them; of a task that was never created, its own refusal.
  const isSaid = neverCreated || refusal.code === 'UNAUTHORIZED' || refusal.code === 'DEPARTED';
  const message = `${sayWhat(change, refusal)} ${explain(refusal)}`;
  if (!isSaid) toasts.show({ message, isError: true });
}

function sayWhat(change: Change, { outcome }: Refusal): string {
  const what = change.kind === 'clear' ? 'The completed tasks' : quote(change.task.title);
  if (outcome === 'unknown') return `${what}:`;
  const verbs = { create: 'added', update: 'changed', delete: 'deleted', clear: 'cleared' };
  return `${what} ${change.kind === 'clear' ? 'were' : 'was'} not ${verbs[change.kind]}.`;
}

function returnText(desk: Desk, task: Omit<Unsaved, 'key' | 'reason'>, reason: string): void {
  const { title, description, completed } = task;
  desk.notes.set((notes) => {
    if (notes.text === '' && description === null && !completed) return { ...notes, text: title };
    const unsaved = { key: desk.ids.next(), title, description, completed, reason };
    return { ...notes, unsaved: [...notes.unsaved, unsaved] };
  });
}

function returnEdit(desk: Desk, { task, changes, seenAt }: Update, refusal: Refusal): void {
  if (changes.title === undefined && changes.description === undefined) return;
  const wanted = { ...task, ...changes };
  if (refusal.code === 'NOT_FOUND') {
    returnText(desk, wanted, 'The task that you were editing isn’t there any more.');
    return;
  }
  const key = desk.ids.key(task.id);
  const draft: EditDraft = {
    title: wanted.title,
    description: wanted.description ?? '',
    from: textOf(task),
    seenAt: refusal.current?.updatedAt ?? seenAt ?? task.updatedAt,
    refused: refusedFields(refusal),
  };
  // An edit that was begun since then starts from this text anyway: it stays.
  desk.notes.set((notes) => (notes.edits.has(key) ? notes : putEdit(notes, key, draft)));
}

function refusedFields(refusal: Refusal): NonNullable<EditDraft['refused']> {
  const { title, description } = refusal.zodError?.fieldErrors ?? {};
  if (title?.[0] !== undefined) return { title: title[0] };
  if (description?.[0] !== undefined) return { description: description[0] };
  if (!refusal.current) return { form: `Not saved. ${explain(refusal)}` };
  const { title: theirs } = refusal.current;
  return { form: `It was changed somewhere else: “${theirs}”. Save again to keep your version.` };
}
