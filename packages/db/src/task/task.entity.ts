// The task entity. Columns and their order are those of the table.
import { defineEntity, p } from '@mikro-orm/core';
import { dayOf, instantOf } from '@tydo/rules/date';
import { rankOf } from '@tydo/rules/order';
import type { Changes } from '@tydo/rules/row';
import { type ChangeTime, changeTask } from '@tydo/rules/task';
import { rowLimits } from '@tydo/schemas/row';
import { TaskRead, taskLimits } from '@tydo/schemas/task';
import { key, varchar } from '../columns.ts';
import { changedSince } from '../errors.ts';
import { defineNoun, readEntity, writeEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';
import { now as atNow, unfilled } from '../schema/sql-placeholders.ts';
import { derivedUid } from './derived-uid.ts';
import { foldToStore } from './search.ts';

// Set by the ORM with each write; null where plain SQL wrote the row.
const folded = (text: (task: TaskRead) => string | null) => {
  const value = (task: TaskRead) => foldToStore(text(task) ?? '');
  return p.text().nullable().onCreate(value).onUpdate(value);
};

// Compared by bytes, which is their order within each form. Not varchar: without statistics, PostgreSQL takes
// such columns for long, and the table for one of few rows.
const bytes = () => p.text().collation('C');
const date = () => bytes().strictNullable();

/** The day of a date, or the instant of one in a zone: what the views read. */
const derived = (value: (task: TaskRead) => string | null) =>
  bytes().$type<string | null>().nullable().onCreate(value).onUpdate(value);
type DateOf = (task: TaskRead) => string | null;
const day = (of: DateOf) => derived((task) => dayIn(of(task)));
const instant = (of: DateOf) => derived((task) => instantIn(of(task)));

const dayIn = (text: string | null) => text && dayOf(text);
const instantIn = (text: string | null) => (text?.endsWith(']') ? instantOf(text, 'UTC') : null);

/** SQL: conditions of indexes. A statement that is to use such an index has the same text. */
export const hasCompletedAt = 'completed_at is not null';
export const hasParent = 'parent_uid is not null';
export const isOpen = 'completed = false';
export const isOpenWith = (column: 'due_day' | 'deadline' | 'start_day') =>
  `${isOpen} and ${column} is not null`;

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
    // Null where an older version or plain SQL wrote the row: then derived (backfill.ts).
    uid: key(taskLimits.uid).nullable(),
    rank: key(taskLimits.rank).nullable(),
    completedAt: p.datetime(3).nullable(),
    // The Inbox is '': PostgreSQL reads no index in order where a column is null.
    listId: key(rowLimits.id).default(''),
    sectionId: key(rowLimits.id).strictNullable(),
    parentUid: key(rowLimits.id).strictNullable(),
    priority: p.integer().default(0),
    labelIds: p.json().$type<string[]>().nullable(),
    due: date(),
    start: date(),
    deadline: date(),
    rule: p.text().strictNullable(),
    ruleFrom: p.text().$type<TaskRead['ruleFrom']>().default('due'),
    anchor: date(),
    occurrence: date(),
    seriesUid: bytes().strictNullable(),
    dueDay: day(({ due }) => due),
    dueAt: instant(({ due }) => due),
    startDay: day(({ start }) => start),
    startAt: instant(({ start }) => start),
  },
  indexes: [
    // The list and the search.
    { name: 'task_user_id_id_index', properties: ['userId', 'id'] },
    // The list by `completed`, the counts, clearing.
    { name: 'task_user_id_completed_id_index', properties: ['userId', 'completed', 'id'] },
    // The contract requires an index that `completed` leads. With `user_id` in it, no plan reads other
    // people's rows.
    { name: 'task_completed_user_id_id_index', properties: ['completed', 'userId', 'id'] },
    // A list in its order.
    {
      name: 'task_user_id_list_id_completed_rank_id_index',
      properties: ['userId', 'listId', 'completed', 'rank', 'id'],
    },
    // The counts of open tasks: PostgreSQL keeps equal keys once, so they take a third of the time in it.
    {
      name: 'task_user_id_list_id_index',
      properties: ['userId', 'listId'],
      where: isOpen,
    },
    // The logbook.
    {
      name: 'task_user_id_completed_at_id_index',
      properties: ['userId', 'completedAt', 'id'],
      where: hasCompletedAt,
    },
    {
      name: 'task_user_id_parent_uid_index',
      properties: ['userId', 'parentUid'],
      where: hasParent,
    },
    // Today and Upcoming; what is deferred.
    {
      name: 'task_user_id_due_day_id_index',
      properties: ['userId', 'dueDay', 'id'],
      where: isOpenWith('due_day'),
    },
    {
      name: 'task_user_id_deadline_id_index',
      properties: ['userId', 'deadline', 'id'],
      where: isOpenWith('deadline'),
    },
    {
      name: 'task_user_id_start_day_id_index',
      properties: ['userId', 'startDay', 'id'],
      where: isOpenWith('start_day'),
    },
    // For backfill.ts. Older versions have task_to_fill_index and task_to_fold_index.
    { name: 'task_to_repair_index', properties: ['id'], where: unfilled },
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
    throw changedSince('task', this.read());
  }

  /**
   * Fields that are not given stay; `updatedAt` grows only if something changes.
   *
   * @param now ISO timestamp. @param at when the person did it, where that was before.
   */
  change(changes: Changes<TaskRead>, now: string, at?: ChangeTime['at']): void {
    this.write(changeTask(this.read(), changes, { now, at }));
  }

  /** Sets what differs from the row. */
  write(row: TaskRead): void {
    writeEntity(taskNoun, this, row);
  }

  /** The task in the form of its read schema. */
  read(): TaskRead {
    return readEntity(taskNoun, this);
  }
}

TaskSchema.setClass(Task);

export const taskNoun = defineNoun<TaskRead, Task, 'uid' | 'rank' | 'completedAt' | 'labelIds'>(
  'task',
  TaskSchema,
  Task,
  TaskRead.shape,
  {
    namedBy: 'uid',
    references: { listId: 'list', sectionId: 'section', parentUid: 'task', labelIds: 'label' },
    emptyIsNull: ['listId'],
    since: {
      uid: 1,
      rank: 1,
      completedAt: 2,
      listId: 2,
      sectionId: 2,
      parentUid: 2,
      priority: 2,
      labelIds: 2,
      due: 3,
      start: 3,
      deadline: 3,
      rule: 3,
      ruleFrom: 3,
      anchor: 3,
      occurrence: 3,
      seriesUid: 3,
    },
    defaults: { priority: 0, labelIds: [], ruleFrom: 'due' },
    fallbacks: {
      uid: derivedUid,
      rank: ({ createdAt }) => rankOf(createdAt),
      completedAt: ({ completed, updatedAt }) => (completed ? updatedAt : null),
      labelIds: () => [],
    },
    // Of a task that an older version opened.
    corrections: {
      completedAt: ({ completed, completedAt }) => (completed ? completedAt : null),
    },
    alwaysStored: ['id', 'title', 'description', 'completed', 'createdAt', 'updatedAt'],
  },
);
