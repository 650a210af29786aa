import { pageLimits } from '@tydo/schemas/paging';
import type { SectionListInput, SectionPage, SectionRead } from '@tydo/schemas/section';
import { cursorAfter, textPositionAfter } from '../cursor.ts';
import { notFound } from '../errors.ts';
import type { ReadScope } from '../scope.ts';
import { Section, sectionNoun } from './section.entity.ts';

/** What a cursor belongs to; filters of the list go in here. */
const list = ['section'];

/**
 * One page by id descending: ids begin with the time. The filter of the entity knows the owner.
 *
 * @throws Refusal BAD_REQUEST for a cursor of another list.
 */
export async function listSections(
  { em }: ReadScope,
  { cursor, limit = pageLimits.defaultPage }: NonNullable<SectionListInput>,
): Promise<SectionPage> {
  const where = cursor == null ? {} : { id: { $lt: textPositionAfter(cursor, list) } };
  // One more than asked for tells whether there is a next page.
  const found = await em().find(Section, where, { orderBy: { id: 'desc' }, limit: limit + 1 });
  const items = found.slice(0, limit).map((section) => section.read());
  const last = items.at(-1);
  return { items, nextCursor: last && found.length > limit ? cursorAfter(last.id, list) : null };
}

/** @throws Refusal NOT_FOUND, the same for a section that does not exist and another user's. */
export async function getSection({ find }: ReadScope, id: string): Promise<SectionRead> {
  const section = await find(sectionNoun, id);
  if (!section) throw notFound('section');
  return section;
}
