import type { LabelListInput, LabelPage, LabelRead } from '@tydo/schemas/label';
import { pageLimits } from '@tydo/schemas/paging';
import { cursorAfter, textPositionAfter } from '../cursor.ts';
import { notFound } from '../errors.ts';
import type { ReadScope } from '../scope.ts';
import { Label, labelNoun } from './label.entity.ts';

/** What a cursor belongs to; filters of the list go in here. */
const list = ['label'];

/**
 * One page by id descending: ids begin with the time. The filter of the entity knows the owner.
 *
 * @throws Refusal BAD_REQUEST for a cursor of another list.
 */
export async function listLabels(
  { em }: ReadScope,
  { cursor, limit = pageLimits.defaultPage }: NonNullable<LabelListInput>,
): Promise<LabelPage> {
  const where = cursor == null ? {} : { id: { $lt: textPositionAfter(cursor, list) } };
  // One more than asked for tells whether there is a next page.
  const found = await em().find(Label, where, { orderBy: { id: 'desc' }, limit: limit + 1 });
  const items = found.slice(0, limit).map((label) => label.read());
  const last = items.at(-1);
  return { items, nextCursor: last && found.length > limit ? cursorAfter(last.id, list) : null };
}

/** @throws Refusal NOT_FOUND, the same for a label that does not exist and another user's. */
export async function getLabel({ find }: ReadScope, id: string): Promise<LabelRead> {
  const label = await find(labelNoun, id);
  if (!label) throw notFound('label');
  return label;
}
