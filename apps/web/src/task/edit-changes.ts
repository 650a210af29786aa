// Compares the edit form of a task with the text with which it began.
import { TaskUpdate } from '@tydo/schemas/task';
import { fieldErrors } from '../lib/field-errors.ts';
import type { EditDraft, TaskText } from './drafts.ts';

type Field = keyof TaskText;

/** Changes of a task's text, and what the person saw before. */
export interface TextEdit {
  changes: { title?: string; description?: string | null };
  seen: { title?: string; description?: string | null };
}

/**
 * What the person changed, or the first error of each field. An unchanged title is not validated, because
 * it may be older than today's rules. What others changed meanwhile stays as it is.
 */
export function editChanges({
  title,
  description,
  from,
}: EditDraft): TextEdit | { errors: { [field in Field]?: string } } {
  const input = TaskUpdate.safeParse({
    id: 1,
    ...(title !== from.title && { title }),
    description,
  });
  if (!input.success) return { errors: fieldErrors(input.error, ['title', 'description']) };
  const before = { title: from.title, description: from.description || null };
  const { title: newTitle = before.title, description: newDescription = null } = input.data;
  const edit: TextEdit = { changes: {}, seen: {} };
  if (newTitle !== before.title) {
    edit.changes.title = newTitle;
    edit.seen.title = before.title;
  }
  if (newDescription !== before.description) {
    edit.changes.description = newDescription;
    edit.seen.description = before.description;
  }
  return edit;
}
