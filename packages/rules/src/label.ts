import type { LabelCreate, LabelRead } from '@tydo/schemas/label';
import { type NewRow, newRow } from './ordered-row.ts';
import { withoutUndefined } from './row.ts';

/** A new label. */
export const createLabel = (input: Omit<LabelCreate, 'operationId'>, made: NewRow): LabelRead => ({
  color: null,
  ...withoutUndefined(newRow(input, made)),
});
