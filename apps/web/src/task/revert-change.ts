// Handles a change that the server rejected. The lists stay as they are, because the change was never
// written into them. What the person typed returns to where they can edit it.
import { contentOf, createTask, type TaskContent } from '@tydo/rules/task';
import { isolate } from '../lib/isolate.ts';
import { explain, isUnanswered, type Refusal, readRefusal } from '../lib/refusal.ts';
import type { Toasts } from '../ui/toasts.ts';
import type { Change, Submitted, Undo } from './change.ts';
import { clearedBy } from './clearing.ts';
import { showClearingStopped } from './clearing-messages.ts';
import { clearingOf, type EditDraft, type LocalState, putEdit, textOf } from './local-state.ts';
import { quote } from './quote.ts';
import { NeverCreated } from './send-change.ts';

type Create = Extract<Change, { kind: 'create' }>;
type Update = Extract<Change, { kind: 'update' }>;

/**
 * Shows that `change` was not made, and why, and restores what the person typed. `submit` sends the undo
 * of what a clearing had done before it failed.
 */
export function revertChange(
  localState: LocalState,
  toasts: Toasts,
  change: Submitted,
  error: unknown,
  submit?: (undo: Undo) => void,
): void {
  const neverCreated = error instanceof NeverCreated;
  const refusal: Refusal = neverCreated
    ? { code: 'NOT_FOUND' }
    : refusalOf(localState, change, error);
  // Shown once by the sign-in screen; for a task that was never created, by its own message.
  const isReported =
    neverCreated || refusal.code === 'UNAUTHORIZED' || refusal.code === 'PAGE_CLOSED';
  if (change.kind === 'clear' && clearedBy(clearingOf(localState, change.operationId)) > 0) {
    if (!isReported)
      showClearingStopped(
        toasts,
        change,
        clearingOf(localState, change.operationId),
        explain(refusal),
        submit,
      );
    return;
  }
  localState.failedOperations.add(change.operationId);
  if (change.kind === 'undo' && wasUnneeded(localState, change, refusal)) return;
  if (change.kind === 'create') restoreNew(localState, change, refusal);
  if (change.kind === 'update') restoreEdit(localState, change, refusal);
  if (change.kind === 'undo') restoreUndo(localState, change, refusal);
  const why = change.kind === 'undo' ? explainUndo(change, refusal) : explain(refusal);
  if (!isReported) toasts.show({ message: `${summary(change, refusal)} ${why}`, isError: true });
}

/** The outcome is unknown after one unanswered attempt, unless a later one got a final answer. */
function refusalOf(localState: LocalState, { operationId }: Submitted, error: unknown): Refusal {
  const refusal = readRefusal(error);
  const isFinal = refusal.code === 'NOT_FOUND' || refusal.code === 'CONFLICT';
  const isUnknown =
    isUnanswered(refusal) || (localState.unansweredOperations.has(operationId) && !isFinal);
  return isUnknown ? { ...refusal, outcome: 'unknown' } : refusal;
}

const verbs: Record<Change['kind'], string> = {
  create: 'added',
  update: 'changed',
  delete: 'deleted',
  clear: 'cleared',
  undo: 'restored',
};

function summary(change: Change, { outcome }: Refusal): string {
  const about = change.kind === 'undo' ? change.of : change;
  const isOne = about.kind !== 'clear';
  const what = isOne ? quote(about.task.title) : 'The completed tasks';
  if (outcome === 'unknown') return `${what}:`;
  return `${what} ${isOne ? 'was' : 'were'} not ${verbs[change.kind]}.`;
}

/** Whether there was nothing to undo: it was never deleted, or another device has restored it. */
function wasUnneeded(
  { failedOperations, ids }: LocalState,
  { of }: Undo,
  { code, blockedBy }: Refusal,
): boolean {
  if (code === 'NOT_FOUND') return failedOperations.has(of.operationId);
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
    return 'It was deleted on another device and can’t be restored here.';
  if (refusal.code === 'CONFLICT' && of.kind === 'clear')
    return 'Some of them have already been restored.';
  return explain(refusal);
}

/** A task that may exist already is not put back into the field, where it would be added twice. */
function restoreNew(localState: LocalState, change: Submitted<Create>, refusal: Refusal): void {
  const { task } = change;
  if (refusal.outcome === 'unknown') addUnsaved(localState, task, explain(refusal), change);
  else restoreText(localState, task, notSaved(refusal));
}

function notSaved(refusal: Refusal): string {
  return refusal.outcome === 'unknown' ? explain(refusal) : `Not saved. ${explain(refusal)}`;
}

function restoreText(localState: LocalState, task: TaskContent, reason: string): void {
  const { text } = localState.drafts.get();
  if (text !== '' || task.description !== null || task.completed)
    addUnsaved(localState, task, reason);
  else localState.drafts.set((drafts) => ({ ...drafts, text: task.title }));
}

function restoreUndo(localState: LocalState, undo: Submitted<Undo>, refusal: Refusal): void {
  const { of } = undo;
  const isUnknown = refusal.outcome === 'unknown';
  const reason = `${isUnknown ? '' : 'Not restored. '}${explainUndo(undo, refusal)}`;
  const made = createTask({ title: 'Completed tasks' }, { uid: '', now: new Date().toISOString() });
  const cleared = contentOf({ ...made, completed: true });
  if (of.kind === 'clear') {
    if (refusal.code !== 'NOT_FOUND') addUnsaved(localState, cleared, reason, undo);
    return;
  }
  // The task can't be restored as it was, but its text can be added again.
  const isFinal = refusal.code === 'NOT_FOUND' || refusal.code === 'CONFLICT';
  addUnsaved(localState, of.task, reason, isFinal ? undefined : undo);
}

function addUnsaved(
  localState: LocalState,
  task: TaskContent,
  reason: string,
  submitted?: Submitted,
): void {
  const key = localState.ids.next();
  const unsaved = { key, ...contentOf(task), reason, ...(submitted && { submitted }) };
  localState.drafts.set((drafts) => ({ ...drafts, unsaved: [...drafts.unsaved, unsaved] }));
}

function restoreEdit(
  localState: LocalState,
  { task, changes, seenAt }: Update,
  refusal: Refusal,
): void {
  if (changes.title === undefined && changes.description === undefined) return;
  const wanted = { ...task, ...changes };
  if (refusal.code === 'NOT_FOUND') {
    restoreText(localState, wanted, 'Not saved. The task that you were editing no longer exists.');
    return;
  }
  const key = localState.ids.key(task.id);
  const draft: EditDraft = {
    title: wanted.title,
    description: wanted.description ?? '',
    from: textOf(task),
    seenAt: refusal.current?.updatedAt ?? seenAt ?? task.updatedAt,
    errors: fieldErrorsOf(refusal),
  };
  // A newer edit of the task already starts from this text: it stays.
  localState.drafts.set((drafts) => (drafts.edits.has(key) ? drafts : putEdit(drafts, key, draft)));
}

function fieldErrorsOf(refusal: Refusal): NonNullable<EditDraft['errors']> {
  const { title, description } = refusal.zodError?.fieldErrors ?? {};
  if (title?.[0] !== undefined) return { title: title[0] };
  if (description?.[0] !== undefined) return { description: description[0] };
  const { current } = refusal;
  if (!current || !('title' in current)) return { form: notSaved(refusal) };
  const { title: theirs } = current;
  return {
    form: `It was changed somewhere else: “${isolate(theirs)}”. Save again to keep your version.`,
  };
}
