// A task as the API shows it.
import * as z from 'zod/mini';
import type { Named, ObjectOf } from './named.ts';
import { timestamp } from './row.ts';
import { id } from './task-fields.ts';

const taskRead = z
  .object({
    id: id.check(z.describe('Never reused, even after the task is deleted.')),
    title: z.string(),
    description: z.nullable(z.string()),
    completed: z.boolean(),
    createdAt: timestamp,
    updatedAt: timestamp.check(z.describe('Increases with every change of the task.')),
    uid: z.string().check(z.describe('The name that its creator gave it; otherwise a UUID.')),
    rank: z
      .string()
      .check(z.describe('Its sort key, compared by bytes. A new task sorts by its creation.')),
    completedAt: z.nullable(timestamp).check(z.describe('Null where it is not completed.')),
    listId: z.nullable(z.string()).check(z.describe('Its list; null is the Inbox.')),
    sectionId: z.nullable(z.string()).check(z.describe('Its section of the list.')),
    parentUid: z.nullable(z.string()).check(z.describe('The `uid` of the task it is a part of.')),
    priority: z.int().check(z.describe('0 is none, 1 the highest, 9 the lowest.')),
    labelIds: z.array(z.string()).check(z.describe('Its labels, by code unit.')),
    due: z.nullable(z.string()).check(z.describe('When it is to be done.')),
    start: z.nullable(z.string()).check(z.describe('Until then it is deferred.')),
    deadline: z.nullable(z.string()).check(z.describe('The last day.')),
    rule: z.nullable(z.string()).check(z.describe('How it recurs.')),
    ruleFrom: z.enum(['due', 'completion']),
    anchor: z.nullable(z.string()).check(z.describe('Where the rule is counted from.')),
    occurrence: z
      .nullable(z.string())
      .check(z.describe('The round that it stands for, or stood for.')),
    seriesUid: z
      .nullable(z.string())
      .check(z.describe('Of a completed round: the `uid` of the recurring task.')),
  })
  .check(z.meta({ id: 'Task' }));
/**
 * A task as the API shows it. Fields that this version does not know are left out, as in every output: a
 * program may be older than the server.
 */
export type TaskRead = Named<typeof taskRead>;
export const TaskRead: ObjectOf<TaskRead, typeof taskRead> = taskRead;
