import type { ListCreate, ListRead, ListUpdate } from '@tydo/schemas/list';
import { applyChanges, withoutUndefined } from './row.ts';

/** The fields of a list that a caller may change. */
export type ListChanges = Omit<ListUpdate, 'id' | 'operationId'>;

/** The list after a change; the same object where no value differs. @param now ISO timestamp. */
export const changeList = (list: ListRead, changes: ListChanges, now: string): ListRead =>
  applyChanges(list, changes, now);

/** A new list. @param id used where the input has none. @param now ISO timestamp. */
export const createList = (
  input: Omit<ListCreate, 'operationId'>,
  { id, now }: { id: string; now: string },
): ListRead => ({ id, ...withoutUndefined(input), createdAt: now, updatedAt: now });
