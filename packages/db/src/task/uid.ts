// Creates UUIDs of version 7 (RFC 9562, 5.7): 48 bits of time, the rest as in a random UUID. Node has them
// from 24.16 on; we support 22.18.
import { randomUUID } from 'node:crypto';
import { type TaskRead, taskLimits } from '@tydo/schemas/task';

/** The uid of a new task for which the caller chose none. */
export const newUid = (): string => uuid(Date.now(), randomUUID().slice(15));

/** The uid of a row without a stored one, always the same: the id is in the random part. */
export const derivedUid = ({ id, createdAt }: Pick<TaskRead, 'id' | 'createdAt'>): string =>
  uuid(Date.parse(createdAt), `000-8000-${hex(id, 12)}`);

/**
 * The id in a uid of `derivedUid`; undefined for other uids. That row may have a stored uid by now, or another
 * time.
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
