import type { ListListInput, ListPage, ListRead } from '@tydo/schemas/list';
import { pageLimits } from '@tydo/schemas/paging';
import { cursorAfter, textPositionAfter } from '../cursor.ts';
import { notFound } from '../errors.ts';
import type { ReadScope } from '../scope.ts';
import { List, listNoun } from './list.entity.ts';

/** What a cursor belongs to; filters of the list go in here. */
const list = ['list'];

/**
 * One page by id descending: ids begin with the time. The filter of the entity knows the owner.
 *
 * @throws Refusal BAD_REQUEST for a cursor of another list.
 */
export async function listLists(
  { em }: ReadScope,
  { cursor, limit = pageLimits.defaultPage }: NonNullable<ListListInput>,
): Promise<ListPage> {
  const where = cursor == null ? {} : { id: { $lt: textPositionAfter(cursor, list) } };
  // One more than asked for tells whether there is a next page.
  const found = await em().find(List, where, { orderBy: { id: 'desc' }, limit: limit + 1 });
  const items = found.slice(0, limit).map((list) => list.read());
  const last = items.at(-1);
  return { items, nextCursor: last && found.length > limit ? cursorAfter(last.id, list) : null };
}

/** @throws Refusal NOT_FOUND, the same for a list that does not exist and another user's. */
export async function getList({ find }: ReadScope, id: string): Promise<ListRead> {
  const list = await find(listNoun, id);
  if (!list) throw notFound('list');
  return list;
}
