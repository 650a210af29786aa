import type { LabelDeleted, LabelRead, LabelRef, LabelUpdate } from '@tydo/schemas/label';
import { renameInAllFilters } from '../filter/rename-in-filters.ts';
import type { WriteScope } from '../scope.ts';
import { labelRows } from './label-rows.ts';

export const updateLabel = (
  scope: WriteScope,
  { id, ifUpdatedAt, ...changes }: Omit<LabelUpdate, 'operationId'>,
): Promise<LabelRead> =>
  labelRows.update(scope, { id, ifUpdatedAt, changes }, ({ name: from }, { name: to }) =>
    renameInAllFilters(scope, { type: 'label', id, from, to }, () => labelRows.list(scope.query)),
  );

export async function deleteLabel(scope: WriteScope, { id }: LabelRef): Promise<LabelDeleted> {
  scope.em.remove(await labelRows.own(scope, id));
  await scope.em.flush();
  return { id, tasks: 0 };
}
