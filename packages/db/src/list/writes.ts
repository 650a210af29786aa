import * as rules from '@tydo/rules/list';
import type { ListArchive, ListDeleted, ListRead, ListRef, ListUpdate } from '@tydo/schemas/list';
import { renameInAllFilters } from '../filter/rename-in-filters.ts';
import { writeEntity } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import { sectionNoun } from '../section/section.entity.ts';
import { sectionRows } from '../section/section-rows.ts';
import { deleteTasksOf } from '../task/leave-holder.ts';
import { listNoun } from './list.entity.ts';
import { listRows } from './list-rows.ts';

export const updateList = (
  scope: WriteScope,
  { id, ifUpdatedAt, ...changes }: Omit<ListUpdate, 'operationId'>,
): Promise<ListRead> =>
  listRows.update(scope, { id, ifUpdatedAt, changes }, ({ name: from }, { name: to }) =>
    renameInAllFilters(scope, { type: 'list', id, from, to }, () => listRows.list(scope.query)),
  );

/** Deletes its sections and all its tasks as well. @throws Refusal NOT_FOUND; BAD_REQUEST if it is too large. */
export async function deleteList(scope: WriteScope, { id }: ListRef): Promise<ListDeleted> {
  const list = await listRows.own(scope, id);
  const tasks = await deleteTasksOf(scope, 'list', id);
  await scope.rows(sectionNoun).remove(await sectionRows.listWithin(scope.query, id));
  scope.em.remove(list);
  await scope.em.flush();
  return { id, tasks };
}

/** @throws Refusal NOT_FOUND */
export async function archiveList(
  scope: WriteScope,
  { id, archived }: Omit<ListArchive, 'operationId'>,
): Promise<ListRead> {
  const list = await listRows.own(scope, id);
  writeEntity(listNoun, list, rules.archiveList(list.read(), archived, scope.now));
  await scope.em.flush();
  return list.read();
}
