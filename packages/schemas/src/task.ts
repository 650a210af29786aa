// The contract of a task: limits, inputs, outputs. Column lengths come from here too. Each schema is
// written in lower case and exported with its type under one name, which editors show (named.ts).
import * as z from 'zod/mini';
import type { Named, ObjectOf, SchemaOf } from './named.ts';
import { paging } from './paging.ts';
import { atMost, notBlank, singleLine, storable } from './text.ts';
import { operationId } from './wire.ts';

/** Lengths in code points; `id` is the largest PostgreSQL integer; the others are numbers of tasks. */
export const taskLimits = {
  uid: 255,
  rank: 64,
  title: 200,
  description: 1000,
  search: 200,
  createMany: 100,
  many: 1000,
  id: 2 ** 31 - 1,
} as const;

const id = z.int().check(z.gte(1), z.lte(taskLimits.id));
const uid = z.string().check(
  z.refine((text) => /^[!-~]+$/.test(text) && text.length <= taskLimits.uid, {
    error: `Use 1 to ${taskLimits.uid} visible ASCII characters.`,
    params: { minLength: 1, maxLength: taskLimits.uid },
  }),
  z.describe('Your own name for it, unique among your tasks. It never changes.'),
);
/** Names a task: a number is its `id`, a string its `uid`. */
const name = z
  .union([id, uid], { error: 'Name a task by its id, a number, or its uid, a string.' })
  .check(z.describe('A number is the `id` of a task, a string its `uid`.'));
const ids = z.array(name).check(
  z.minLength(1),
  z.maxLength(taskLimits.many),
  z.refine((list) => new Set(list).size === list.length, {
    error: 'Name each task once.',
    params: { uniqueItems: true },
  }),
);
const title = z
  .string()
  .check(
    z.trim(),
    notBlank(),
    atMost(taskLimits.title),
    singleLine,
    storable,
    z.describe('One line with a visible character. It is trimmed before it is counted.'),
  );
const description = z.nullable(z.string().check(atMost(taskLimits.description), storable)).check(
  z.overwrite((text) => (text === '' ? null : text)),
  z.describe('Stored as it is; an empty string becomes null.'),
);
const timestamp = z.iso.datetime({ precision: 3 });

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
  })
  .check(z.meta({ id: 'Task' }));
/**
 * A task as the API shows it. Fields that this version does not know are left out, as in every output: a
 * program may be older than the server.
 */
export type TaskRead = Named<typeof taskRead>;
export const TaskRead: ObjectOf<TaskRead, typeof taskRead> = taskRead;

const taskRef = z.strictObject({ id: name });
/** Names one task: a number is its `id`, a string its `uid`. */
export type TaskRef = Named<typeof taskRef>;
export const TaskRef: ObjectOf<TaskRef, typeof taskRef> = taskRef;

const taskDeleted = z.strictObject({ id });
/** The deleted task. */
export type TaskDeleted = Named<typeof taskDeleted>;
export const TaskDeleted: ObjectOf<TaskDeleted, typeof taskDeleted> = taskDeleted;

// The fields that callers write: of a new task, and of a change.
const content = { title, description };
const changed = { ...content, completed: z.boolean() };

const newTask = { ...z.partial(z.strictObject({ ...content, uid })).shape, title };

const taskCreate = z.strictObject({ ...newTask, operationId });
/** A new task. */
export type TaskCreate = Named<typeof taskCreate>;
export const TaskCreate: ObjectOf<TaskCreate, typeof taskCreate> = taskCreate;

const taskUpdate = z.strictObject({
  id: name,
  ...z.partial(z.strictObject(changed)).shape,
  ifUpdatedAt: z.optional(
    timestamp.check(
      z.describe('The `updatedAt` that you have. CONFLICT where the task has another.'),
    ),
  ),
  operationId,
});
/** A change. Fields that are not sent stay as they are. */
export type TaskUpdate = Named<typeof taskUpdate>;
export const TaskUpdate: ObjectOf<TaskUpdate, typeof taskUpdate> = taskUpdate;

const taskCreateMany = z.strictObject({
  tasks: z.array(z.strictObject(newTask)).check(z.minLength(1), z.maxLength(taskLimits.createMany)),
  operationId,
});
/** New tasks, all or none. The whole request must fit into `maxBodyBytes`. */
export type TaskCreateMany = Named<typeof taskCreateMany>;
export const TaskCreateMany: ObjectOf<TaskCreateMany, typeof taskCreateMany> = taskCreateMany;

const taskUpdateMany = z.strictObject({ ids, completed: z.boolean(), operationId });
/** Completes or reopens these tasks, all or none. */
export type TaskUpdateMany = Named<typeof taskUpdateMany>;
export const TaskUpdateMany: ObjectOf<TaskUpdateMany, typeof taskUpdateMany> = taskUpdateMany;

const taskDelete = z.strictObject({ id: name, operationId });
/** The task to delete. */
export type TaskDelete = Named<typeof taskDelete>;
export const TaskDelete: ObjectOf<TaskDelete, typeof taskDelete> = taskDelete;

const taskDeleteMany = z.strictObject({ ids, operationId });
/** The tasks to delete, all or none. */
export type TaskDeleteMany = Named<typeof taskDeleteMany>;
export const TaskDeleteMany: ObjectOf<TaskDeleteMany, typeof taskDeleteMany> = taskDeleteMany;

const taskRefs = z.strictObject({ ids: z.array(id) });
/** The deleted tasks, in the order of the input. */
export type TaskRefs = Named<typeof taskRefs>;
export const TaskRefs: ObjectOf<TaskRefs, typeof taskRefs> = taskRefs;

const taskClear = z.strictObject({ operationId });
/** Deletes all completed tasks. */
export type TaskClear = Named<typeof taskClear> | null | undefined;
export const TaskClear: SchemaOf<TaskClear> = z.nullish(taskClear);

const taskItems = z.strictObject({ items: z.array(TaskRead) });
/** Tasks in the order of the input. */
export type TaskItems = Named<typeof taskItems>;
export const TaskItems: ObjectOf<TaskItems, typeof taskItems> = taskItems;

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

const taskCounts = z.strictObject({ active: z.int(), completed: z.int() });
export type TaskCounts = Named<typeof taskCounts>;
export const TaskCounts: ObjectOf<TaskCounts, typeof taskCounts> = taskCounts;

const tasksCleared = z.strictObject({
  deleted: z.int(),
  left: z.int().check(z.describe('How many completed tasks are left. Call again until it is 0.')),
});
/** How many were deleted, and how many completed tasks are left for the next call. */
export type TasksCleared = Named<typeof tasksCleared>;
export const TasksCleared: ObjectOf<TasksCleared, typeof tasksCleared> = tasksCleared;
