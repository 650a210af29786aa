// Where every read of several tasks starts.
import type { InferKyselyDB } from '@mikro-orm/sql';
import type { Selectable } from 'kysely';
import { readColumnsOf } from '../noun.ts';
import { ownRowsOf } from '../own-rows.ts';
import { type TaskSchema, taskNoun } from './task.entity.ts';

type TaskTables = InferKyselyDB<typeof TaskSchema>;
/** The columns, as their entity has them; the engines give dates and booleans in their own forms. */
export type TaskColumns = Selectable<TaskTables['task']>;

/** The columns of what a caller sees. */
export const readColumns = () =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they are its entity's.
  readColumnsOf(taskNoun) as (keyof TaskColumns)[];

/** A statement about this person's tasks. */
export const ownTasks = ownRowsOf<TaskTables, 'task'>((db) => db.selectFrom('task'));
