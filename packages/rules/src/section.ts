import type { SectionCreate, SectionRead, SectionUpdate } from '@tydo/schemas/section';
import { applyChanges, withoutUndefined } from './row.ts';

/** The fields of a section that a caller may change. */
export type SectionChanges = Omit<SectionUpdate, 'id' | 'operationId'>;

/** The section after a change; the same object where no value differs. @param now ISO timestamp. */
export const changeSection = (
  section: SectionRead,
  changes: SectionChanges,
  now: string,
): SectionRead => applyChanges(section, changes, now);

/** A new section. @param id used where the input has none. @param now ISO timestamp. */
export const createSection = (
  input: Omit<SectionCreate, 'operationId'>,
  { id, now }: { id: string; now: string },
): SectionRead => ({ id, ...withoutUndefined(input), createdAt: now, updatedAt: now });
