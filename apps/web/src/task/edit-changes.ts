// Compares the edit form of a task with the task.
import { type TaskRead, TaskUpdate } from '@tydo/schemas/task';
import { fieldErrors } from '../lib/field-errors.ts';
import type { TaskChanges } from './change.ts';
import type { TaskText } from './local-state.ts';

type Field = keyof TaskText;

/**
 * The changes, or the first error of each field. An unchanged title is not validated, because it may be
 * older than today's rules.
 */
export function editChanges(
  task: Pick<TaskRead, Field>,
  { title, description }: TaskText,
): { changes: TaskChanges } | { errors: { [field in Field]?: string } } {
  const input = TaskUpdate.safeParse({
    id: 1,
    ...(title !== task.title && { title }),
    description,
  });
  if (!input.success) return { errors: fieldErrors(input.error, ['title', 'description']) };
  const { title: newTitle, description: newDescription } = input.data;
  const changes = {
    ...(newTitle !== undefined && newTitle !== task.title && { title: newTitle }),
    ...(newDescription !== undefined &&
      newDescription !== task.description && { description: newDescription }),
  };
  return { changes };
}
