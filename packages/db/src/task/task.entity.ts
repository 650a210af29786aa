// The task entity. Columns and their order are those of the table.
import { defineEntity, p } from '@mikro-orm/core';
import { rankOf } from '@tydo/rules/order';
import { changeTask, type TaskChanges } from '@tydo/rules/task';
import { TaskRead, taskLimits } from '@tydo/schemas/task';
import { Refusal } from '../errors.ts';
import { defineNoun, readEntity, writeEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';
import { now as atNow, unfilled } from '../schema/sql-placeholders.ts';
import { derivedUid } from './derived-uid.ts';
import { foldToStore } from './search.ts';

// With its length on SQLite too, where the ORM would declare it as text.
const varchar = (length: number) => p.string().length(length).columnType(`varchar(${length})`);

// Compared bytewise. Null where an older version or plain SQL wrote the row: then derived (backfill.ts).
const key = (length: number) => varchar(length).collation('C').nullable();

// Set by the ORM with each write; null where plain SQL wrote the row.
const folded = (text: (task: TaskRead) => string | null) => {
  const value = (task: TaskRead) => foldToStore(text(task) ?? '');
  return p.text().nullable().onCreate(value).onUpdate(value);
};

export const TaskSchema = defineEntity({
  name: 'Task',
  tableName: 'task',
  properties: {
    id: p.integer().primary().autoincrement(),
    userId: p.text(),
    title: varchar(taskLimits.title),
    description: varchar(taskLimits.description).strictNullable(),
    completed: p.boolean().default(false),
    createdAt: p.datetime(3).defaultRaw(atNow),
    updatedAt: p.datetime(3).defaultRaw(atNow),
    titleFolded: folded((task) => task.title),
    descriptionFolded: folded((task) => task.description),
    uid: key(taskLimits.uid),
    rank: key(taskLimits.rank),
  },
  indexes: [
    // The list and the search.
    { name: 'task_user_id_id_index', properties: ['userId', 'id'] },
    // The list by `completed`, the counts, clearing.
    { name: 'task_user_id_completed_id_index', properties: ['userId', 'completed', 'id'] },
    // The contract requires an index that `completed` leads. With `user_id` in it, no plan reads other
    // people's rows.
    { name: 'task_completed_user_id_id_index', properties: ['completed', 'userId', 'id'] },
    // For backfill.ts. Older versions have task_to_fold_index.
    { name: 'task_to_fill_index', properties: ['id'], where: unfilled },
  ],
  // Its condition makes MikroORM create an index instead of a constraint.
  uniques: [
    { name: 'task_user_id_uid_index', properties: ['userId', 'uid'], where: 'uid is not null' },
  ],
  filters: { owner: ownerFilter },
});

export class Task extends TaskSchema.class {
  /** @throws Refusal CONFLICT with the current task if it was changed since the caller read it. */
  expectUnchanged(ifUpdatedAt: string | undefined): void {
    if (ifUpdatedAt === undefined || ifUpdatedAt === this.updatedAt.toISOString()) return;
    throw new Refusal('CONFLICT', 'The task has changed since you read it.', {
      current: this.read(),
    });
  }

  /** Fields that are not given stay; `updatedAt` grows only if something changes. @param now ISO timestamp. */
  change(changes: TaskChanges, now: string): void {
    writeEntity(taskNoun, this, changeTask(this.read(), changes, now));
  }

  /** The task in the form of its read schema. */
  read(): TaskRead {
    return readEntity(taskNoun, this);
  }
}

TaskSchema.setClass(Task);

export const taskNoun = defineNoun<TaskRead, Task, 'uid' | 'rank'>(
  'task',
  TaskSchema,
  Task,
  TaskRead.shape,
  {
    since: { uid: 1, rank: 1 },
    fallbacks: { uid: derivedUid, rank: ({ createdAt }) => rankOf(createdAt) },
    alwaysStored: ['id', 'title', 'description', 'completed', 'createdAt', 'updatedAt'],
  },
);
