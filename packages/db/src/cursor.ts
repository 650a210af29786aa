// A cursor is a position in one list: after which number, and of which list.
import { hash } from 'node:crypto';
import { taskLimits } from '@tydo/schemas/task';
import { Refusal } from './errors.ts';

/** What makes a list that list; how many are asked for may differ from page to page. */
export type List = readonly unknown[];

/** The position after an id or number. It stays valid when what had it is gone. */
export function cursorAfter(position: number | string, list: List): string {
  return Buffer.from(`${position}.${fingerprint(position, list)}`).toString('base64url');
}

/**
 * The number after which the page begins.
 *
 * @throws Refusal BAD_REQUEST when the cursor is none of ours or belongs to another list.
 */
export function positionAfter(cursor: string, list: List): number {
  const position = Number(/^\d{1,10}$/.exec(positionIn(cursor))?.[0]);
  if (position <= taskLimits.id && cursorAfter(position, list) === cursor) return position;
  throw malformed();
}

/** The same where the position is a text. */
export function textPositionAfter(cursor: string, list: List): string {
  const position = positionIn(cursor);
  // Made again and compared: an altered cursor, or one of another list, gives another text.
  if (cursorAfter(position, list) === cursor) return position;
  throw malformed();
}

/** What stands before the fingerprint. */
const positionIn = (cursor: string): string =>
  /^(.*)\.[^.]*$/s.exec(Buffer.from(cursor, 'base64url').toString())?.[1] ?? '';

function malformed(): Refusal {
  const message = 'This cursor does not belong to this list. Start again without one.';
  return new Refusal('BAD_REQUEST', message, {
    zodError: { formErrors: [], fieldErrors: { cursor: [message] } },
  });
}

const fingerprint = (position: number | string, list: List): string =>
  hash('sha256', JSON.stringify([position, ...list]), 'base64url').slice(0, 8);
