// The uid of a task that has none stored: older versions created tasks without.
import { type TaskRead, taskLimits } from '@tydo/schemas/task';
import { hex, uuidOf } from '../uid.ts';

/** Always the same for a task: its id takes the place of the random part. */
export const derivedUid = ({ id, createdAt }: Pick<TaskRead, 'id' | 'createdAt'>): string =>
  uuidOf(Date.parse(createdAt), `000-8000-${hex(id, 12)}`);

/**
 * The id in a uid of `derivedUid`; undefined for other uids. That row may have a stored uid by now, or another
 * time.
 */
export function idInDerivedUid(uid: string): number | undefined {
  const [, digits = ''] = /^[\da-f]{8}-[\da-f]{4}-7000-8000-0000([\da-f]{8})$/.exec(uid) ?? [];
  const id = Number.parseInt(digits, 16);
  return id >= 1 && id <= taskLimits.id ? id : undefined;
}
