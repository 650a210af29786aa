// What becomes of a change that the server refused. The lists need nothing: the change was never
// written into them. What somebody typed goes back to where they can go on with it.
import { contentOf, createTask, type TaskContent } from '@tydo/rules/task';
import { isolate } from '../lib/isolate.ts';
import { explain, isUnanswered, type Refusal, readRefusal } from '../lib/refusal.ts';
import type { Toasts } from '../ui/toasts.ts';
import type { Asked, Change, Undo } from './change.ts';
import { clearedBy } from './clearing.ts';
import { clearingOf, type Desk, type EditDraft, putEdit, textOf } from './desk.ts';
import { quote } from './quote.ts';
import { NeverCreated } from './send-change.ts';
import { tellOfStop } from './tell-of-clearing.ts';

type Create = Extract<Change, { kind: 'create' }>;
type Update = Extract<Change, { kind: 'update' }>;

/**
 * Tells the person that `change` was not made, and why, and gives back what they typed. `ask`: asks for
 * the undo of what a clearing had done before it was refused.
 */
export function takeBack(
  desk: Desk,
  toasts: Toasts,
  change: Asked,
  error: unknown,
  ask?: (undo: Undo) => void,
): void {
  const neverCreated = error instanceof NeverCreated;
  const refusal: Refusal = neverCreated ? { code: 'NOT_FOUND' } : refusalOf(desk, change, error);
  // The sign-in screen says it once for all of them; of a task that was never created, its own refusal.
  const isSaid = neverCreated || refusal.code === 'UNAUTHORIZED' || refusal.code === 'DEPARTED';
  if (change.kind === 'clear' && clearedBy(clearingOf(desk, change.operationId)) > 0) {
    if (!isSaid)
      tellOfStop(toasts, change, clearingOf(desk, change.operationId), explain(refusal), ask);
    return;
  }
  desk.unmade.add(change.operationId);
  if (change.kind === 'undo' && isThere(desk, change, refusal)) return;
  if (change.kind === 'create') returnNew(desk, change, refusal);
  if (change.kind === 'update') returnEdit(desk, change, refusal);
  if (change.kind === 'undo') returnUndo(desk, change, refusal);
  const why = change.kind === 'undo' ? explainUndo(change, refusal) : explain(refusal);
  if (!isSaid) toasts.show({ message: `${sayWhat(change, refusal)} ${why}`, isError: true });
}

/** One attempt is enough that may have been done, unless the change itself was judged later. */
function refusalOf(desk: Desk, { operationId }: Asked, error: unknown): Refusal {
  const refusal = readRefusal(error);
  const isJudged = refusal.code === 'NOT_FOUND' || refusal.code === 'CONFLICT';
  const isOpen = isUnanswered(refusal) || (desk.unanswered.has(operationId) && !isJudged);
  return isOpen ? { ...refusal, outcome: 'unknown' } : refusal;
}

const verbs: Record<Change['kind'], string> = {
  create: 'added',
  update: 'changed',
  delete: 'deleted',
  clear: 'cleared',
  undo: 'put back',
};

function sayWhat(change: Change, { outcome }: Refusal): string {
  const about = change.kind === 'undo' ? change.of : change;
  const isOne = about.kind !== 'clear';
  const what = isOne ? quote(about.task.title) : 'The completed tasks';
  if (outcome === 'unknown') return `${what}:`;
  return `${what} ${isOne ? 'was' : 'were'} not ${verbs[change.kind]}.`;
}

/** Whether there was nothing to put back: it was never deleted, or somebody has put it back already. */
function isThere({ unmade, ids }: Desk, { of }: Undo, { code, blockedBy }: Refusal): boolean {
  if (code === 'NOT_FOUND') return unmade.has(of.operationId);
  if (code !== 'CONFLICT' || of.kind !== 'delete') return false;
  const id = ids.real(of.task.id);
  return (
    blockedBy?.changes.some(
      (change) => change.noun === 'task' && change.id === id && change.after !== null,
    ) === true
  );
}

function explainUndo({ of }: Undo, refusal: Refusal): string {
  if (refusal.code === 'NOT_FOUND')
    return 'What was deleted somewhere else can’t be put back here.';
  if (refusal.code === 'CONFLICT' && of.kind === 'clear') return 'Some of them are back already.';
  return explain(refusal);
}

/** In the field it would be added anew: what may be there already is only asked for again. */
function returnNew(desk: Desk, change: Asked<Create>, refusal: Refusal): void {
  const { task } = change;
  if (refusal.outcome === 'unknown') addNote(desk, task, explain(refusal), change);
  else returnText(desk, task, notSaved(refusal));
}

function notSaved(refusal: Refusal): string {
  return refusal.outcome === 'unknown' ? explain(refusal) : `Not saved. ${explain(refusal)}`;
}

function returnText(desk: Desk, task: TaskContent, reason: string): void {
  const { text } = desk.notes.get();
  if (text !== '' || task.description !== null || task.completed) addNote(desk, task, reason);
  else desk.notes.set((notes) => ({ ...notes, text: task.title }));
}

function returnUndo(desk: Desk, undo: Asked<Undo>, refusal: Refusal): void {
  const { of } = undo;
  const isOpen = refusal.outcome === 'unknown';
  const reason = `${isOpen ? '' : 'Not put back. '}${explainUndo(undo, refusal)}`;
  const made = createTask({ title: 'Completed tasks' }, { uid: '', now: new Date().toISOString() });
  const cleared = contentOf({ ...made, completed: true });
  if (of.kind === 'clear') {
    if (refusal.code !== 'NOT_FOUND') addNote(desk, cleared, reason, undo);
    return;
  }
  // Then it can't be had back as it was, but what it said can be added again.
  const isFinal = refusal.code === 'NOT_FOUND' || refusal.code === 'CONFLICT';
  addNote(desk, of.task, reason, isFinal ? undefined : undo);
}

function addNote(desk: Desk, task: TaskContent, reason: string, asked?: Asked): void {
  const key = desk.ids.next();
  const note = { key, ...contentOf(task), reason, ...(asked && { asked }) };
  desk.notes.set((notes) => ({ ...notes, unsaved: [...notes.unsaved, note] }));
}

function returnEdit(desk: Desk, { task, changes, seenAt }: Update, refusal: Refusal): void {
  if (changes.title === undefined && changes.description === undefined) return;
  const wanted = { ...task, ...changes };
  if (refusal.code === 'NOT_FOUND') {
    returnText(desk, wanted, 'Not saved. The task that you were editing isn’t there any more.');
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
  if (!refusal.current) return { form: notSaved(refusal) };
  const { title: theirs } = refusal.current;
  return {
    form: `It was changed somewhere else: “${isolate(theirs)}”. Save again to keep your version.`,
  };
}
