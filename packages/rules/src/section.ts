import type { SectionCreate, SectionRead } from '@tydo/schemas/section';
import { type NewRow, newRow } from './ordered-row.ts';
import { withoutUndefined } from './row.ts';

/** A new section. */
export const createSection = (
  input: Omit<SectionCreate, 'operationId'>,
  made: NewRow,
): SectionRead => withoutUndefined(newRow(input, made));
