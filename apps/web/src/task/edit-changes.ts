// What the form in the place of a task changes of it.
import { type TaskRead, TaskUpdate } from '@tydo/schemas/task';
import { fieldErrors } from '../lib/field-errors.ts';
import type { TaskChanges } from './change.ts';
import type { TaskText } from './desk.ts';

type Field = keyof TaskText;

/**
 * The changes, or the first thing that is wrong with each field. A title that stays as it is is not
 * checked: it may be older than the rules of today.
 */
export function editChanges(
  task: Pick<TaskRead, Field>,
  { title, description }: TaskText,
): { changes: TaskChanges } | { refused: { [field in Field]?: string } } {
  const input = TaskUpdate.safeParse({
    id: 1,
    ...(title !== task.title && { title }),
    description,
  });
  if (!input.success) return { refused: fieldErrors(input.error, ['title', 'description']) };
  const { title: newTitle, description: newDescription } = input.data;
  const changes = {
    ...(newTitle !== undefined && newTitle !== task.title && { title: newTitle }),
    ...(newDescription !== undefined &&
      newDescription !== task.description && { description: newDescription }),
  };
  return { changes };
}
