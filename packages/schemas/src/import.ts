// The contract of `import.add`: rows that come from another program, with ids of the caller's choice.
import * as z from 'zod/mini';
import { FilterCreate } from './filter.ts';
import { LabelCreate } from './label.ts';
import { ListCreate } from './list.ts';
import type { Named, ObjectOf } from './named.ts';
import { nounNames } from './operation.ts';
import { chosenId, onePlace, timestamp } from './row.ts';
import { SectionCreate } from './section.ts';
import { TaskCreate, taskLimits } from './task.ts';
import { operationId } from './wire.ts';

/** How many rows of each noun one call takes. */
export const importLimits = { rows: 100 } as const;

/** Rows as `create` takes them, but for the `operationId`: that is the call's. */
const { operationId: _list, ...list } = ListCreate.shape;
const { operationId: _section, ...section } = SectionCreate.shape;
const { operationId: _label, ...label } = LabelCreate.shape;
const { operationId: _filter, ...filter } = FilterCreate.shape;
const { operationId: _task, ...newTask } = TaskCreate.shape;

const rowsOf = <Row extends z.ZodMiniType>(row: Row) =>
  z.optional(z.array(row).check(z.maxLength(importLimits.rows)));

const id = chosenId.check(z.describe('Where you have a row of this id, that row stays as it is.'));

const date = z.nullable(z.string().check(z.maxLength(taskLimits.date)));

const task = z
  .strictObject({
    ...newTask,
    uid: id,
    completed: z.optional(z.boolean()),
    completedAt: z.optional(z.nullable(timestamp)),
    createdAt: z.optional(timestamp),
    occurrence: z.optional(date.check(z.describe('The round that it stands for, or stood for.'))),
    seriesUid: z.optional(
      z
        .nullable(chosenId)
        .check(z.describe('Of a completed round: the `uid` of the recurring task.')),
    ),
  })
  .check(onePlace);

const labelId = id.check(
  z.describe('Where you have a label of this name, the tasks get that one.'),
);

const importAdd = z.strictObject({
  lists: rowsOf(z.strictObject({ ...list, id, archived: z.optional(z.boolean()) }).check(onePlace)),
  sections: rowsOf(z.strictObject({ ...section, id }).check(onePlace)),
  labels: rowsOf(z.strictObject({ ...label, id: labelId }).check(onePlace)),
  filters: rowsOf(z.strictObject({ ...filter, id }).check(onePlace)),
  tasks: rowsOf(task),
  operationId,
});
/** Rows of another program. Rows whose ids are there already stay as they are. */
export type ImportAdd = Named<typeof importAdd>;
export const ImportAdd: ObjectOf<ImportAdd, typeof importAdd> = importAdd;

/** A task of an import. */
export type ImportTask = NonNullable<ImportAdd['tasks']>[number];

const rowName = z.strictObject({ noun: z.enum(nounNames), id: z.string() });
const importAdded = z.strictObject({
  made: z.array(rowName).check(z.describe('The new rows, in the order of the input.')),
  there: z
    .array(rowName)
    .check(z.describe('Rows that were there already: of a label, the one with its name.')),
});
/** What became of the rows; a task is named by its `uid`. */
export type ImportAdded = Named<typeof importAdded>;
export const ImportAdded: ObjectOf<ImportAdded, typeof importAdded> = importAdded;
