// UUIDs of version 7 (RFC 9562, 5.7): 48 bits of time, then what a random UUID has too. Node has them from
// 24.16 on, and runs us from 22.18 on.
import { randomUUID } from 'node:crypto';
import { type TaskRead, taskLimits } from '@tydo/schemas/task';

/** The uid of a task whose maker chose none. */
export const newUid = (): string => uuid(Date.now(), randomUUID().slice(15));

/** The uid of a row that has none stored, always the same: the id stands in the random part. */
export const derivedUid = ({ id, createdAt }: Pick<TaskRead, 'id' | 'createdAt'>): string =>
  uuid(Date.parse(createdAt), `000-8000-${hex(id, 12)}`);

/**
 * The id that `derivedUid` put into a uid; undefined where it has not made it. The row may have a stored
 * uid by now, or another time.
 */
export function idInDerivedUid(uid: string): number | undefined {
  const [, digits = ''] = /^[\da-f]{8}-[\da-f]{4}-7000-8000-0000([\da-f]{8})$/.exec(uid) ?? [];
  const id = Number.parseInt(digits, 16);
  return id >= 1 && id <= taskLimits.id ? id : undefined;
}

function uuid(milliseconds: number, rest: string): string {
  const time = hex(Math.max(milliseconds, 0), 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest}`;
}

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
