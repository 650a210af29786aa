import { leaveSection } from '@tydo/rules/section';
import type { SectionDeleted, SectionRead, SectionRef, SectionUpdate } from '@tydo/schemas/section';
import { renameInAllFilters } from '../filter/rename-in-filters.ts';
import type { WriteScope } from '../scope.ts';
import { changeTasksOf } from '../task/leave-holder.ts';
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

/** Its tasks stay in the list. @throws Refusal NOT_FOUND; BAD_REQUEST if they are too many. */
export async function deleteSection(
  scope: WriteScope,
  { id }: SectionRef,
): Promise<SectionDeleted> {
  const section = await sectionRows.own(scope, id);
  const tasks = await changeTasksOf(scope, 'section', id, (task) => leaveSection(task, scope));
  scope.em.remove(section);
  await scope.em.flush();
  return { id, tasks };
}
