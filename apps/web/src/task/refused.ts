// Says why a change was not saved, and what can be done with its text.
import type { PastOperation } from '@tydo/replica/disk';
import type { Refused } from '@tydo/replica/entry';
import type { Fields } from '@tydo/replica/model';
import { contentOf, createTask, type TaskContent } from '@tydo/rules/task';
import { recordOf } from '@tydo/schemas/record';
import { TaskCreate } from '@tydo/schemas/task';
import { quote } from '../lib/quote.ts';
import { explain, type Refusal, readRefusal } from '../lib/refusal.ts';
import type { Task } from '../sync/use-view.ts';
import { describeOperation, taskChangesOf } from './describe-operation.ts';
import type { EditDraft, TaskText } from './drafts.ts';
import { editChanges } from './edit-changes.ts';

/** Tasks that are made of a text have no rule. */
const ruleProblem = () => null;

/** Of a task that is to be made again. */
export type UnsavedContent = TaskContent & { listId?: string };

/** What is offered of a change that was not saved. */
export interface Unsaved {
  title: string;
  /** The text as it was typed, where there is more to it than the title. */
  description: string | null;
  reason: string;
  /** The text of the task now, where it was changed somewhere else. */
  theirs?: TaskText;
  /** A new task with this content is made in the second try; without it, the change is made once more. */
  content?: UnsavedContent;
  /** The task that no longer exists, and what was typed of it. */
  gone?: { uid: string; text: Partial<Pick<TaskContent, 'title' | 'description'>> };
  /** Where the text can be edited: in the field for a new task, or in the form of this task. */
  editIn?: 'new-task' | { uid: string };
}

export interface RefusedChange {
  /** For a message; undefined where nothing is worth saying. */
  message: string | undefined;
  /** The operation that the message offers to undo. */
  undo?: string;
  /** Undefined where there is no text to keep and nothing to try again. */
  unsaved?: Unsaved;
}

/** What is known of tasks and operations on this device. */
export interface Lookup {
  row: (uid: string) => Task | undefined;
  history: () => readonly PastOperation[];
  isRefused: (operationId: string) => boolean;
  /** Refused changes that would have made a row. */
  refusedCreates: () => readonly Refused[];
  /** The name of a list, section, label or filter. */
  nameOf: (noun: string, id: string) => string | undefined;
}

/** How many refused changes have something that would be lost with them. */
export const countUnsaved = (refused: readonly Refused[], lookup: Lookup): number =>
  refused.filter((one) => readRefused(one, lookup).unsaved !== undefined).length;

export function readRefused(refused: Refused, lookup: Lookup): RefusedChange {
  const { name } = refused.entry;
  if (refused.why.kind === 'overrode') return readOverrode(refused, refused.why.row);
  if (name === 'task.create') return readCreate(refused, lookup);
  if (name === 'task.update') return readUpdate(refused, lookup);
  if (name === 'operation.undo') return readUndo(refused, lookup);
  if (!name.startsWith('task.delete')) return readOther(refused, lookup);
  const task = taskOf(refused, lookup);
  const what = task ? `${quote(task.title)} was` : 'The completed tasks were';
  return { message: `${what} not ${task ? 'deleted' : 'cleared'}. ${reasonOf(refused, lookup)}` };
}

/** What was not done, by the verb of the command. */
const verbs: Record<string, string> = {
  create: 'added',
  createMany: 'added',
  update: 'changed',
  updateMany: 'changed',
  move: 'moved',
  archive: 'archived',
  complete: 'completed',
  skip: 'skipped',
  delete: 'deleted',
};

function readOther(refused: Refused, lookup: Lookup): RefusedChange {
  const { entry, why } = refused;
  const { nameOf } = lookup;
  const [noun = '', verb = ''] = entry.name.split('.');
  const { id, name, tasks } = recordOf(entry.input);
  const done = verbs[verb] ?? 'changed';
  if (noun === 'task') {
    const titles = Array.isArray(tasks) ? tasks.map((task) => recordOf(task)['title']) : [];
    const message = `The tasks were not ${done}. ${reasonOf(refused, lookup)}`;
    if (titles.length === 0) return { message };
    const [title, ...more] = titles.map(String);
    const description = more.join('\n');
    return {
      message,
      unsaved: { title: title ?? '', description, reason: notSaved(refused, lookup) },
    };
  }
  if (noun === 'settings')
    return { message: `The settings were not saved. ${reasonOf(refused, lookup)}` };
  const now = nameOf(noun, String(id));
  const typed = typeof name === 'string' ? name : undefined;
  if (why.kind === 'conflict' && typed !== undefined && now !== undefined) {
    return {
      message: `${quote(now)} was changed somewhere else.`,
      unsaved: {
        title: typed,
        description: null,
        reason: `This ${noun} was changed somewhere else, too. Which name should stay?`,
        theirs: { title: now, description: '' },
      },
    };
  }
  const title = quote(now ?? typed ?? '');
  return { message: `The ${noun} ${title} was not ${done}. ${reasonOf(refused, lookup)}` };
}

/** It was done: what the person did not know when they did it. */
function readOverrode({ entry }: Refused, { title }: Fields): RefusedChange {
  const message = `${quote(String(title))} was changed on another device before it was deleted here. Undo brings it back with that change.`;
  return { message, undo: entry.operationId };
}

/** Several texts of one task that is gone are one item: another try makes one task of them. */
export function joinGone<Item extends { unsaved: Unsaved; discard: () => void }>(
  items: readonly Item[],
): Item[] {
  const joined: Item[] = [];
  for (const item of items) {
    const { gone, content } = item.unsaved;
    const at = joined.findIndex(({ unsaved }) => unsaved.gone && unsaved.gone.uid === gone?.uid);
    const first = joined[at];
    if (!first?.unsaved.content || !content) {
      joined.push(item);
      continue;
    }
    const whole = { ...first.unsaved.content, ...gone?.text };
    const { title, description } = whole;
    joined[at] = {
      ...first,
      unsaved: { ...first.unsaved, title, description, content: whole },
      discard() {
        first.discard();
        item.discard();
      },
    };
  }
  return joined;
}

function readCreate(refused: Refused, lookup: Lookup): RefusedChange {
  const { title = '', description = null } = inputOf(refused);
  const content = refusalOf(refused).code === 'NOT_FOUND' && withoutMissing(refused, lookup);
  return {
    message: `${summary(title, 'added', refused)} ${reasonOf(refused, lookup)}`,
    unsaved: {
      title,
      description,
      reason: notSaved(refused, lookup),
      ...(content && { content }),
      ...(description === null && refused.why.kind !== 'expired' && { editIn: 'new-task' }),
    },
  };
}

/** The new task, without labels and a list that there are not. */
function withoutMissing({ entry }: Refused, lookup: Lookup): UnsavedContent | undefined {
  const { data } = TaskCreate.safeParse(entry.input);
  if (!data) return undefined;
  return contentHere(createTask(data, { uid: '', now: entry.at, ruleProblem }), lookup);
}

/** What of a task can be made again: in its list, with its labels, where there still are such. */
function contentHere(task: Omit<Task, 'id'>, { nameOf }: Lookup): UnsavedContent {
  const { listId } = task;
  const hasList = listId !== null && nameOf('list', listId) !== undefined;
  const labelIds = task.labelIds.filter((id) => nameOf('label', id) !== undefined);
  return { ...contentOf(task), labelIds, ...(hasList && { listId }) };
}

function readUpdate(refused: Refused, lookup: Lookup): RefusedChange {
  const { why, entry } = refused;
  const input = inputOf(refused);
  const now = input.id === undefined ? undefined : lookup.row(input.id);
  const before = taskOf(refused, lookup);
  const title = input.title ?? before?.title ?? '';
  const message = `${summary(before?.title ?? title, 'changed', refused)} ${reasonOf(refused, lookup)}`;
  const hasText = input.title !== undefined || input.description !== undefined;
  if (!hasText) {
    const isOpen = why.kind === 'failed' || why.kind === 'expired';
    if (!isOpen) return { message };
    return { message, unsaved: { title, description: null, reason: notSaved(refused, lookup) } };
  }
  const description = input.description ?? null;
  if (now && input.id !== undefined) {
    const isConflict = why.kind === 'conflict';
    return {
      message: isConflict ? `${quote(now.title)} was changed somewhere else.` : message,
      unsaved: {
        title,
        description,
        reason: isConflict
          ? 'This text was changed somewhere else, too. Which one should stay?'
          : notSaved(refused, lookup),
        ...(isConflict && { theirs: { title: now.title, description: now.description ?? '' } }),
        editIn: { uid: input.id },
      },
    };
  }
  const made = before ?? createTask({ title }, { uid: '', now: entry.at, ruleProblem });
  const content = { ...contentHere(made, lookup), ...textOf(input) };
  return {
    message: `${summary(before?.title ?? title, 'changed', refused)} It no longer exists.`,
    unsaved: {
      title,
      description: content.description,
      reason: taskIsGone,
      content,
      gone: { uid: input.id ?? '', text: textOf(input) },
    },
  };
}

/** The text of an open edit whose task was deleted. */
export function readLostEdit(uid: string, draft: EditDraft, lookup: Lookup): Unsaved {
  const { title, description, from } = draft;
  const unsaved = { title, description, reason: taskIsGone };
  const edit = editChanges(draft);
  if ('errors' in edit) return unsaved;
  const now = new Date().toISOString();
  const before = { title: from.title, description: from.description || null };
  const made = lastKnown(uid, lookup.history()) ?? createTask(before, { uid, now, ruleProblem });
  const gone = { uid, text: edit.changes };
  return { ...unsaved, content: { ...contentHere(made, lookup), ...edit.changes }, gone };
}

function readUndo(refused: Refused, lookup: Lookup): RefusedChange {
  const { entry, why } = refused;
  const { id: undone = '' } = inputOf(refused);
  const operation = lookup.history().find(({ id }) => id === undone);
  const changes = taskChangesOf({ changes: entry.undoes ?? operation?.changes ?? [] });
  const [first] = changes;
  const refusal = refusalOf(refused);
  const isFinal = refusal.code === 'NOT_FOUND' || refusal.code === 'CONFLICT';
  // It was never done: there is nothing to take back.
  if (refusal.code === 'NOT_FOUND' && lookup.isRefused(undone)) return { message: undefined };
  const task = changes.length === 1 && first?.after === null ? first.before : undefined;
  // Another device has restored it already.
  if (task && isFinal && lookup.row(task.uid)) return { message: undefined };
  const reason = explainUndo(refused, changes.length, lookup);
  const deleted = changes.every(({ after }) => after === null);
  const title = first && changes.length === 1 ? (first.before ?? first.after)?.title : undefined;
  const subject = deleted ? 'The completed tasks were' : 'The change was';
  const what = title === undefined ? subject : `${quote(title)} was`;
  const message = `${what} not ${deleted ? 'restored' : 'undone'}. ${reason}`;
  // The task cannot be restored as it was, but its text can be added again.
  if (task && isFinal) {
    const { uid, title: name, description } = task;
    const content = contentHere(task, lookup);
    const unsaved = { title: name, description, content, gone: { uid, text: {} } };
    return { message, unsaved: { ...unsaved, reason: `Not restored. ${reason}` } };
  }
  if (why.kind !== 'failed' && why.kind !== 'expired') return { message };
  const unsaved = { title: title ?? 'Completed tasks', description: null };
  return { message, unsaved: { ...unsaved, reason: `Not restored. ${reason}` } };
}

function explainUndo(refused: Refused, count: number, lookup: Lookup): string {
  const refusal = refusalOf(refused);
  if (refusal.code === 'NOT_FOUND') {
    return 'It was deleted on another device and can’t be restored here.';
  }
  const { blockedBy } = refusal;
  if (!blockedBy) return reasonOf(refused, lookup);
  const what = describeOperation({
    undoes: blockedBy.undoes,
    changes: blockedBy.changes.map((change) => ({ ...change, key: change.id })),
  });
  return `${count > 1 ? 'One of them' : 'It'} was changed in the meantime: ${what}.`;
}

const taskIsGone = 'Not saved. The task that you were editing no longer exists.';

const refusalOf = ({ why }: Refused): Refusal =>
  'data' in why ? readRefusal(why) : { code: 'CONFLICT' };

function reasonOf(refused: Refused, lookup: Lookup): string {
  const { kind } = refused.why;
  if (kind === 'expired') return 'It may or may not be saved: its answer was lost too long ago.';
  return causeOf(refused, lookup) ?? explain(refusalOf(refused));
}

/** Where it names a row that was refused before, as a new label of a new task: why that was refused. */
function causeOf(refused: Refused, lookup: Lookup): string | undefined {
  const { entry } = refused;
  if (refusalOf(refused).code !== 'NOT_FOUND') return undefined;
  const named = new Set<unknown>(Object.values(recordOf(entry.input)).flat());
  const cause = lookup.refusedCreates().find((other) => {
    const { id, uid = id } = recordOf(other.entry.input);
    return uid !== undefined && named.has(uid) && other.entry.operationId !== entry.operationId;
  });
  if (!cause) return undefined;
  const [noun] = cause.entry.name.split('.');
  const { name, title = name } = recordOf(cause.entry.input);
  return `The ${noun} ${quote(String(title))} could not be added. ${explain(refusalOf(cause))}`;
}

function notSaved(refused: Refused, lookup: Lookup): string {
  const reason = reasonOf(refused, lookup);
  return refused.why.kind === 'expired' ? reason : `Not saved. ${reason}`;
}

const summary = (title: string, verb: string, { why }: Refused): string =>
  why.kind === 'expired' ? `${quote(title)}:` : `${quote(title)} was not ${verb}.`;

interface TaskInput {
  id?: string;
  title?: string;
  description?: string | null;
}

/** The text fields of a command, which its schema has read. */
function inputOf({ entry }: Refused): TaskInput {
  const { id, title, description } = recordOf(entry.input);
  return {
    ...(typeof id === 'string' && { id }),
    ...(typeof title === 'string' && { title }),
    ...((typeof description === 'string' || description === null) && { description }),
  };
}

const textOf = ({ title, description }: TaskInput) => ({
  ...(title !== undefined && { title }),
  ...(description !== undefined && { description }),
});

/** The task that a command names: as it is, or as it was last known. */
function taskOf(refused: Refused, { row, history }: Lookup): Task | undefined {
  const { id } = inputOf(refused);
  if (id === undefined) return undefined;
  return row(id) ?? lastKnown(id, history());
}

function lastKnown(uid: string, history: readonly PastOperation[]): Task | undefined {
  for (const operation of history) {
    for (const { before, after } of taskChangesOf(operation)) {
      const task = after ?? before;
      if (task?.uid === uid) return task;
    }
  }
  return undefined;
}
