// What a task is and what may become of it. Columns and their order are the table's.
import { defineEntity, p } from '@mikro-orm/core';
import { rankOf } from '@tydo/rules/order';
import { changeTask, type TaskChanges } from '@tydo/rules/task';
import { TaskRead, taskLimits } from '@tydo/schemas/task';
import { Refusal } from '../errors.ts';
import { defineNoun, readEntity, writeEntity } from '../noun.ts';
import { ownerFilter } from '../owner.ts';
import { now as atNow, unfilled } from '../schema/defaults.ts';
import { foldToStore } from './search.ts';
import { derivedUid } from './uid.ts';

// Declared with its length on SQLite too, which would call it text.
const varchar = (length: number) => p.string().length(length).columnType(`varchar(${length})`);

// Compared by bytes. Null where an older version or plain SQL wrote the row: then derived (backfill.ts).
const key = (length: number) => varchar(length).collation('C').nullable();

// Kept by the ORM whenever a task is written; null where plain SQL wrote the row.
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
    // Those with `completed`, the counts, clearing.
    { name: 'task_user_id_completed_id_index', properties: ['userId', 'completed', 'id'] },
    // The contract wants one that `completed` leads. With the person in it, it never leads a planner
    // through everybody's rows.
    { name: 'task_completed_user_id_id_index', properties: ['completed', 'userId', 'id'] },
    // Those that backfill.ts looks for. A name of its own: older versions have task_to_fold_index.
    { name: 'task_to_fill_index', properties: ['id'], where: unfilled },
  ],
  // With a condition MikroORM makes an index of it and no constraint.
  uniques: [
    { name: 'task_user_id_uid_index', properties: ['userId', 'uid'], where: 'uid is not null' },
  ],
  filters: { owner: ownerFilter },
});

export class Task extends TaskSchema.class {
  /**
   * Goes on only if nobody changed the task since the caller saw it.
   *
   * @throws Refusal CONFLICT with the task as it is.
   */
  expect(ifUpdatedAt: string | undefined): void {
    if (ifUpdatedAt === undefined || ifUpdatedAt === this.updatedAt.toISOString()) return;
    throw new Refusal('CONFLICT', 'The task has changed since you read it.', {
      current: this.read(),
    });
  }

  /** What is not given stays; `updatedAt` moves only if something really changes, and then grows. @param now ISO timestamp. */
  change(changes: TaskChanges, now: string): void {
    writeEntity(taskNoun, this, changeTask(this.read(), changes, now));
  }

  /** The task as everybody outside the database sees it. */
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
    filled: { uid: derivedUid, rank: ({ createdAt }) => rankOf(createdAt) },
    whole: ['id', 'title', 'description', 'completed', 'createdAt', 'updatedAt'],
  },
);
