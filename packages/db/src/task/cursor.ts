// A cursor is a position in one list: after which id, and of which list.
import { createHash } from 'node:crypto';
import { taskLimits } from '@tydo/schemas/task';
import { Refusal } from '../errors.ts';

/** What makes a list that list; `limit` may differ from page to page. */
export interface ListFilter {
  completed?: boolean | undefined;
  search: string;
}

/** The position after task `id`. It stays valid when that task is gone. */
export function cursorAfter(id: number, filter: ListFilter): string {
  return Buffer.from(`${id}.${fingerprint(id, filter)}`).toString('base64url');
}

/**
 * The id after which the page begins.
 *
 * @throws Refusal BAD_REQUEST when the cursor is none of ours or belongs to another list.
 */
export function idAfter(cursor: string, filter: ListFilter): number {
  const id = Number(/^(\d{1,10})\./.exec(Buffer.from(cursor, 'base64url').toString())?.[1]);
  // Made anew and compared: whatever was altered or belongs to another list does not come out the same.
  if (id <= taskLimits.id && cursorAfter(id, filter) === cursor) return id;
  const message = 'This cursor does not belong to this list. Start again without one.';
  throw new Refusal('BAD_REQUEST', message, {
    zodError: { formErrors: [], fieldErrors: { cursor: [message] } },
  });
}

const fingerprint = (id: number, { completed, search }: ListFilter): string =>
  createHash('sha256')
    .update(JSON.stringify([id, completed, search]))
    .digest('base64url')
    .slice(0, 8);
