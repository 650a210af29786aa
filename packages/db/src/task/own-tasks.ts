// Every read of several tasks starts here: its statements are restricted to one person.
import type { InferKyselyDB } from '@mikro-orm/sql';
import { type Selectable, type SqlBool, sql } from 'kysely';
import { readColumnsOf } from '../noun.ts';
import { ownRowsOf } from '../own-rows.ts';
import { isOpen, type TaskSchema, taskNoun } from './task.entity.ts';

type TaskTables = InferKyselyDB<typeof TaskSchema>;
/** The columns of the entity; the engines return dates and booleans in their own forms. */
export type TaskColumns = Selectable<TaskTables['task']>;

/** The columns of the fields. */
export const readColumns = () =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they are columns of its entity.
  readColumnsOf(taskNoun) as (keyof TaskColumns)[];

/** A condition that uses the index of open tasks. */
export const isOpenTask = sql.raw<SqlBool>(isOpen);

/** Builds a statement over one person's tasks. */
export const ownTasks = ownRowsOf<TaskTables, 'task'>((db) => db.selectFrom('task'));

/** The same for statements in another order than that of ids. */
export const ownTasksInOrder = ownRowsOf<TaskTables, 'task'>((db) => db.selectFrom('task'), {
  isOwnerEqual: true,
});

/** The same for a statement that is built for one call. */
export const ownTasksOnce = ownRowsOf<TaskTables, 'task'>((db) => db.selectFrom('task'), {
  isKept: false,
});
