// The writes of lists: each loads and locks the owner’s row, changes the entity, and flushes once.
import * as rules from '@tydo/rules/list';
import type { ListCreate, ListRead, ListRef, ListUpdate } from '@tydo/schemas/list';
import { notFound } from '../errors.ts';
import { createEntity } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import { newUid } from '../uid.ts';
import { type List, listNoun } from './list.entity.ts';

export async function createList(
  { em, personId, now }: WriteScope,
  input: Omit<ListCreate, 'operationId'>,
): Promise<ListRead> {
  const row = rules.createList(input, { id: newUid(), now });
  const list = createEntity(em, listNoun, personId, row);
  await em.flush();
  return list.read();
}

/** @throws Refusal NOT_FOUND */
export async function updateList(
  scope: WriteScope,
  { id, ...changes }: Omit<ListUpdate, 'operationId'>,
): Promise<ListRead> {
  const list = await own(scope, id);
  list.change(changes, scope.now);
  await scope.em.flush();
  return list.read();
}

/** @throws Refusal NOT_FOUND */
export async function deleteList(scope: WriteScope, { id }: ListRef): Promise<ListRef> {
  scope.em.remove(await own(scope, id));
  await scope.em.flush();
  return { id };
}

/** @throws Refusal NOT_FOUND, the same for a list that does not exist and another user's. */
async function own({ load }: WriteScope, id: string): Promise<List> {
  const [list] = await load(listNoun, [id]);
  if (!list) throw notFound('list');
  return list;
}
