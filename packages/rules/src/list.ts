import type { ListCreate, ListRead } from '@tydo/schemas/list';
import { type NewRow, newRow } from './ordered-row.ts';
import { applyChanges, withoutUndefined } from './row.ts';

/** A new list. */
export const createList = (input: Omit<ListCreate, 'operationId'>, made: NewRow): ListRead => ({
  color: null,
  archivedAt: null,
  ...withoutUndefined(newRow(input, made)),
});

/** The list after it was archived, or taken out of the archive. @param now ISO timestamp. */
export const archiveList = (list: ListRead, archived: boolean, now: string): ListRead =>
  applyChanges(list, { archivedAt: archived ? (list.archivedAt ?? now) : null }, now);
