// A cursor is a position in one list: the number after which a page begins, with a fingerprint of the list.
import { hash } from 'node:crypto';
import { dayOf, isDate } from '@tydo/rules/date';
import { taskLimits } from '@tydo/schemas/task';
import { isStorable } from '@tydo/schemas/text';
import { invalid, type Refusal } from './errors.ts';

/** What identifies a list, such as its filters. The limit may differ from page to page. */
export type List = readonly unknown[];

/** The cursor after an id or number. It stays valid when that row is deleted. */
export function cursorAfter(position: number | string, list: List): string {
  return Buffer.from(`${position}.${fingerprint(position, list)}`).toString('base64url');
}

/**
 * The number after which the page begins.
 *
 * @throws Refusal BAD_REQUEST for a malformed cursor, and for one of another list.
 */
export function positionAfter(cursor: string, list: List): number {
  const position = idIn(positionIn(cursor));
  if (cursorAfter(position, list) === cursor) return position;
  throw malformed();
}

/** The same where the position is a text: any that can be stored, because the fingerprint is not a secret. */
export function textPositionAfter(cursor: string, list: List): string {
  const position = positionIn(cursor);
  // Created again and compared: an altered cursor, or one of another list, is different.
  if (cursorAfter(position, list) === cursor && isStorable(position)) return position;
  throw malformed();
}

/** The id of an integer column in a text position. @throws Refusal BAD_REQUEST if there is none. */
export function idIn(position: string): number {
  const id = Number(/^\d{1,10}$/.exec(position)?.[0]);
  if (id <= taskLimits.id) return id;
  throw malformed();
}

/** The ISO timestamp in a text position, of the years of dates. @throws Refusal BAD_REQUEST if there is none. */
export function timeIn(position: string): string {
  const time = new Date(position);
  const isTime = !Number.isNaN(time.getTime()) && time.toISOString() === position;
  if (isTime && isDate(dayOf(position))) return position;
  throw malformed();
}

/** What stands before the fingerprint. */
const positionIn = (cursor: string): string =>
  /^(.*)\.[^.]*$/s.exec(Buffer.from(cursor, 'base64url').toString())?.[1] ?? '';

function malformed(): Refusal {
  const message = 'This cursor does not belong to this list. Start again without one.';
  return invalid(message, 'cursor');
}

const fingerprint = (position: number | string, list: List): string =>
  hash('sha256', JSON.stringify([position, ...list]), 'base64url').slice(0, 8);
