// Pages of tasks: `task.list` and `task.view`.
import * as z from 'zod/mini';
import { filterQuery } from './filter.ts';
import type { Named, ObjectOf, SchemaOf } from './named.ts';
import { pageLimits, paging } from './paging.ts';
import { chosenId } from './row.ts';
import { taskLimits, zoneOfCall } from './task-fields.ts';
import { TaskRead } from './task-read.ts';
import { atMost, storable } from './text.ts';

const taskListInput = z.strictObject({
  completed: z.optional(
    z.boolean().check(z.describe('Only completed tasks, or only those that are not.')),
  ),
  search: z.optional(
    z
      .string()
      .check(
        z.trim(),
        atMost(taskLimits.search),
        storable,
        z.describe(
          'Part of the title or description, in any case. It is trimmed; a blank one is ignored.',
        ),
      ),
  ),
  ...paging,
});
/** Which tasks, and which page. */
export type TaskListInput = Named<typeof taskListInput> | undefined;
export const TaskListInput: SchemaOf<TaskListInput> = z.optional(taskListInput);

const taskPage = z.strictObject({
  items: z.array(TaskRead),
  nextCursor: z
    .nullable(z.string())
    .check(z.describe('The `cursor` of the next page; null on the last page.')),
});
/** A page of tasks, by id descending. */
export type TaskPage = Named<typeof taskPage>;
export const TaskPage: ObjectOf<TaskPage, typeof taskPage> = taskPage;

const view = z.union([
  z.enum(['inbox', 'today', 'upcoming', 'deferred', 'logbook']),
  z.strictObject({ listId: chosenId }),
  z.strictObject({ parentUid: chosenId }),
  z.strictObject({ labelId: chosenId }),
  z.strictObject({ filterId: chosenId }),
  z.strictObject({ query: filterQuery }),
]);
/** A view of tasks. */
export type TaskView = z.output<typeof view>;

const taskViewInput = z.strictObject({
  view: view.check(
    z.describe(
      '`inbox` or a list by rank; the children of a task by rank, open and completed; the open tasks of a label, filter or query, newest first; `today` and `upcoming`: open tasks that are due or have their deadline, by day; `deferred`: by start; `logbook`: completed tasks, the latest first.',
    ),
  ),
  zone: zoneOfCall,
  days: z.optional(
    z.int().check(
      z.gte(1),
      z.lte(taskLimits.days),
      z.meta({
        description: 'Of `upcoming`: how many days, the first is today.',
        default: taskLimits.defaultDays,
      }),
    ),
  ),
  completed: z.optional(
    z.boolean().check(z.describe('Of a list: the completed tasks instead of the open ones.')),
  ),
  ...paging,
  limit: z.optional(
    z
      .int()
      .check(
        z.gte(1),
        z.lte(taskLimits.view),
        z.meta({ description: 'The size of the page.', default: pageLimits.defaultPage }),
      ),
  ),
});
/** Which view, and which page. */
export type TaskViewInput = Named<typeof taskViewInput>;
export const TaskViewInput: ObjectOf<TaskViewInput, typeof taskViewInput> = taskViewInput;

const taskViewPage = z.strictObject({
  items: z.array(TaskRead),
  nextCursor: taskPage.shape.nextCursor,
  today: z.string().check(z.describe('Today in the zone: `2026-12-01`.')),
  ahead: z
    .array(z.strictObject({ uid: z.string(), due: z.string() }))
    .check(
      z.describe(
        'On the first page of `upcoming`: later rounds of recurring tasks, computed; 500 at most.',
      ),
    ),
});
/** A page of a view. */
export type TaskViewPage = Named<typeof taskViewPage>;
export const TaskViewPage: ObjectOf<TaskViewPage, typeof taskViewPage> = taskViewPage;
