import { removeLabel } from '@tydo/rules/label';
import type { LabelDeleted, LabelRead, LabelRef, LabelUpdate } from '@tydo/schemas/label';
import { renameInAllFilters } from '../filter/rename-in-filters.ts';
import type { WriteScope } from '../scope.ts';
import { changeTasksOf } from '../task/leave-holder.ts';
import { labelRows } from './label-rows.ts';

export const updateLabel = (
  scope: WriteScope,
  { id, ifUpdatedAt, ...changes }: Omit<LabelUpdate, 'operationId'>,
): Promise<LabelRead> =>
  labelRows.update(scope, { id, ifUpdatedAt, changes }, ({ name: from }, { name: to }) =>
    renameInAllFilters(scope, { type: 'label', id, from, to }, () => labelRows.list(scope.query)),
  );

/** Its tasks lose it. @throws Refusal NOT_FOUND; BAD_REQUEST if they are too many. */
export async function deleteLabel(scope: WriteScope, { id }: LabelRef): Promise<LabelDeleted> {
  const label = await labelRows.own(scope, id);
  const tasks = await changeTasksOf(scope, 'label', id, (task) => removeLabel(task, id, scope));
  scope.em.remove(label);
  await scope.em.flush();
  return { id, tasks };
}
