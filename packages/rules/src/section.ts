import type { SectionCreate, SectionRead } from '@tydo/schemas/section';
import { type NewRow, newRow } from './ordered-row.ts';
import { withoutUndefined } from './row.ts';
import { type ChangeTime, changeTask, type TaskOf } from './task.ts';

/** A new section. */
export const createSection = (
  input: Omit<SectionCreate, 'operationId'>,
  made: NewRow,
): SectionRead => withoutUndefined(newRow(input, made));

/** A task of a section that is deleted: it stays in its list. */
export const leaveSection = <Id extends number | null>(
  task: TaskOf<Id>,
  time: ChangeTime,
): TaskOf<Id> => changeTask(task, { sectionId: null }, time);
