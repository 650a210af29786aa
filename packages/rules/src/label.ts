import type { LabelCreate, LabelRead } from '@tydo/schemas/label';
import { type NewRow, newRow } from './ordered-row.ts';
import { withoutUndefined } from './row.ts';
import { type ChangeTime, changeLabels, changeTask, type TaskOf } from './task.ts';

/** A new label. */
export const createLabel = (input: Omit<LabelCreate, 'operationId'>, made: NewRow): LabelRead => ({
  color: null,
  ...withoutUndefined(newRow(input, made)),
});

/** A task of a label that is deleted. */
export const removeLabel = <Id extends number | null>(
  task: TaskOf<Id>,
  id: string,
  time: ChangeTime,
): TaskOf<Id> =>
  changeTask(task, { labelIds: changeLabels(task.labelIds, { remove: [id] }) }, time);
