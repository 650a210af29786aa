// The contract of a task: limits, what goes in, what comes out. Column lengths come from here too.
import * as z from 'zod/mini';
import { atMost, notBlank, singleLine, storable } from './text.ts';

/** In code points, but for `id`: the largest PostgreSQL integer. */
export const taskLimits = {
  title: 200,
  description: 1000,
  search: 200,
  cursor: 200,
  page: 100,
  defaultPage: 50,
  id: 2 ** 31 - 1,
} as const;

const id = z.int().check(z.gte(1), z.lte(taskLimits.id));
const title = z
  .string()
  .check(z.trim(), notBlank(), atMost(taskLimits.title), singleLine, storable);
const description = z
  .nullable(z.string().check(atMost(taskLimits.description), storable))
  .check(z.overwrite((text) => (text === '' ? null : text)));
const timestamp = z.iso.datetime({ precision: 3 });
const cursor = z.string().check(z.minLength(1), z.maxLength(taskLimits.cursor));

/** A task as everybody outside the database sees it. */
export const TaskRead = z.strictObject({
  id,
  title: z.string(),
  description: z.nullable(z.string()),
  completed: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type TaskRead = z.output<typeof TaskRead>;

/** Names one task. */
export const TaskRef = z.strictObject({ id });
export type TaskRef = z.output<typeof TaskRef>;

/** A new task. */
export const TaskCreate = z.strictObject({ title, description: z.optional(description) });
export type TaskCreate = z.output<typeof TaskCreate>;

/** A change: what is not sent stays; `ifUpdatedAt` refuses it when somebody was faster. */
export const TaskUpdate = z.strictObject({
  id,
  title: z.optional(title),
  description: z.optional(description),
  completed: z.optional(z.boolean()),
  ifUpdatedAt: z.optional(timestamp),
});
export type TaskUpdate = z.output<typeof TaskUpdate>;

/** Which tasks, and where to go on. `direction` is what tRPC's infinite query always sends. */
export const TaskListInput = z.optional(
  z.strictObject({
    completed: z.optional(z.boolean()),
    search: z.optional(z.string().check(z.trim(), atMost(taskLimits.search), storable)),
    limit: z.optional(z.int().check(z.gte(1), z.lte(taskLimits.page))),
    cursor: z.nullish(cursor),
    direction: z.optional(z.literal('forward')),
  }),
);
export type TaskListInput = z.output<typeof TaskListInput>;

/** One page, by id descending; `nextCursor` is null on the last. */
export const TaskPage = z.strictObject({
  items: z.array(TaskRead),
  nextCursor: z.nullable(z.string()),
});
export type TaskPage = z.output<typeof TaskPage>;

export const TaskCounts = z.strictObject({ active: z.int(), completed: z.int() });
export type TaskCounts = z.output<typeof TaskCounts>;

export const TasksCleared = z.strictObject({ deleted: z.int() });
export type TasksCleared = z.output<typeof TasksCleared>;
