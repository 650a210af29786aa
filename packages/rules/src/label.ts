import type { LabelCreate, LabelRead, LabelUpdate } from '@tydo/schemas/label';
import { applyChanges, withoutUndefined } from './row.ts';

/** The fields of a label that a caller may change. */
export type LabelChanges = Omit<LabelUpdate, 'id' | 'operationId'>;

/** The label after a change; the same object where no value differs. @param now ISO timestamp. */
export const changeLabel = (label: LabelRead, changes: LabelChanges, now: string): LabelRead =>
  applyChanges(label, changes, now);

/** A new label. @param id used where the input has none. @param now ISO timestamp. */
export const createLabel = (
  input: Omit<LabelCreate, 'operationId'>,
  { id, now }: { id: string; now: string },
): LabelRead => ({ id, ...withoutUndefined(input), createdAt: now, updatedAt: now });
