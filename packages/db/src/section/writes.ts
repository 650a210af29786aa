import type { SectionDeleted, SectionRead, SectionRef, SectionUpdate } from '@tydo/schemas/section';
import { renameInAllFilters } from '../filter/rename-in-filters.ts';
import type { WriteScope } from '../scope.ts';
import { sectionRows } from './section-rows.ts';

export const updateSection = (
  scope: WriteScope,
  { id, ifUpdatedAt, ...changes }: Omit<SectionUpdate, 'operationId'>,
): Promise<SectionRead> =>
  sectionRows.update(scope, { id, ifUpdatedAt, changes }, ({ name: from }, { name: to }) =>
    renameInAllFilters(scope, { type: 'section', id, from, to }, () =>
      sectionRows.list(scope.query),
    ),
  );

export async function deleteSection(
  scope: WriteScope,
  { id }: SectionRef,
): Promise<SectionDeleted> {
  scope.em.remove(await sectionRows.own(scope, id));
  await scope.em.flush();
  return { id, tasks: 0 };
}
