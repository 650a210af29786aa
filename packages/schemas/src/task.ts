// The contract of a task: inputs and outputs. Its fields are in task-fields.ts, its pages in task-view.ts; all are
// exported here. Each schema is written in lower case and exported with its type under one name, which editors
// show (named.ts).
import * as z from 'zod/mini';
import type { Named, ObjectOf, SchemaOf } from './named.ts';
import { recordOf } from './record.ts';
import { ifUpdatedAt, onePlace, timestamp } from './row.ts';
import {
  changed,
  content,
  deadline,
  due,
  id,
  ids,
  labelList,
  listId,
  name,
  occurrence,
  places,
  priority,
  start,
  taskLimits,
  title,
  uid,
  zoneOfCall,
} from './task-fields.ts';
import { TaskRead } from './task-read.ts';
import { operationId } from './wire.ts';

export { taskLimits } from './task-fields.ts';
export { TaskRead } from './task-read.ts';
export {
  TaskListInput,
  TaskPage,
  type TaskView,
  TaskViewInput,
  TaskViewPage,
} from './task-view.ts';

const taskRef = z.strictObject({ id: name });
/** Names one task: a number is its `id`, a string its `uid`. */
export type TaskRef = Named<typeof taskRef>;
export const TaskRef: ObjectOf<TaskRef, typeof taskRef> = taskRef;

const taskDeleted = z.strictObject({ id });
/** The deleted task. */
export type TaskDeleted = Named<typeof taskDeleted>;
export const TaskDeleted: ObjectOf<TaskDeleted, typeof taskDeleted> = taskDeleted;

const newTask = { ...z.partial(z.strictObject({ ...content, uid })).shape, title, ...places };

const taskCreate = z.strictObject({ ...newTask, operationId }).check(onePlace);
/** A new task. */
export type TaskCreate = Named<typeof taskCreate>;
export const TaskCreate: ObjectOf<TaskCreate, typeof taskCreate> = taskCreate;

const taskUpdate = z.strictObject({
  id: name,
  ...z.partial(z.strictObject(changed)).shape,
  ifUpdatedAt,
  operationId,
});
/** A change. Fields that are not sent stay as they are. */
export type TaskUpdate = Named<typeof taskUpdate>;
export const TaskUpdate: ObjectOf<TaskUpdate, typeof taskUpdate> = taskUpdate;

const taskCreateMany = z.strictObject({
  tasks: z
    .array(z.strictObject(newTask).check(onePlace))
    .check(z.minLength(1), z.maxLength(taskLimits.createMany)),
  operationId,
});
/** New tasks, all or none. The whole request must fit into `maxBodyBytes`. */
export type TaskCreateMany = Named<typeof taskCreateMany>;
export const TaskCreateMany: ObjectOf<TaskCreateMany, typeof taskCreateMany> = taskCreateMany;

const together = z.partial(
  z.strictObject({
    completed: changed.completed,
    priority,
    due,
    start,
    deadline,
    addLabelIds: labelList,
    removeLabelIds: labelList,
  }),
).shape;
const taskUpdateMany = z
  .strictObject({ ids, ...together, operationId })
  .check(
    z.refine(
      (input) => Object.keys(together).some((field) => recordOf(input)[field] !== undefined),
      { error: `Send at least one of ${Object.keys(together).join(', ')}.` },
    ),
  );
/** Changes these tasks alike, all or none. */
export type TaskUpdateMany = Named<typeof taskUpdateMany>;
export const TaskUpdateMany: ObjectOf<TaskUpdateMany, typeof taskUpdateMany> = taskUpdateMany;

const taskComplete = z.strictObject({
  id: name,
  occurrence,
  at: z.optional(
    timestamp.check(z.describe('When it was done; the present counts instead of the future.')),
  ),
  zone: zoneOfCall,
  operationId,
});
/** Completes a task, or this round of a recurring one, which moves on to its next round. */
export type TaskComplete = Named<typeof taskComplete>;
export const TaskComplete: ObjectOf<TaskComplete, typeof taskComplete> = taskComplete;

const taskCompleted = z.strictObject({
  task: TaskRead,
  done: z.nullable(TaskRead).check(z.describe('The completed round, a task of its own.')),
  completed: z.int().check(z.describe('How many open tasks under it were completed with it.')),
});
/** The task as it is now, and what was completed. */
export type TaskCompleted = Named<typeof taskCompleted>;
export const TaskCompleted: ObjectOf<TaskCompleted, typeof taskCompleted> = taskCompleted;

const taskSkip = z.strictObject({ id: name, occurrence, zone: zoneOfCall, operationId });
/** Moves a recurring task on to its next round. */
export type TaskSkip = Named<typeof taskSkip>;
export const TaskSkip: ObjectOf<TaskSkip, typeof taskSkip> = taskSkip;

const taskMove = z.strictObject({ ids, ...places, operationId }).check(onePlace);
/**
 * Where tasks go, with all that is under them. What is not sent stays; in another list they have no section
 * and no parent; without `before` and `after` they go to the end, in the order of `ids`.
 */
export type TaskMove = Named<typeof taskMove>;
export const TaskMove: ObjectOf<TaskMove, typeof taskMove> = taskMove;

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

const taskClear = z.strictObject({
  listId: z.optional(listId.check(z.describe('Only those of this list; null is the Inbox.'))),
  operationId,
});
/** Deletes all completed tasks, or those of a list. */
export type TaskClear = Named<typeof taskClear> | null | undefined;
export const TaskClear: SchemaOf<TaskClear> = z.nullish(taskClear);

const taskItems = z.strictObject({ items: z.array(TaskRead) });
/** Tasks in the order of the input. */
export type TaskItems = Named<typeof taskItems>;
export const TaskItems: ObjectOf<TaskItems, typeof taskItems> = taskItems;

const taskCounts = z.strictObject({ active: z.int(), completed: z.int() });
export type TaskCounts = Named<typeof taskCounts>;
export const TaskCounts: ObjectOf<TaskCounts, typeof taskCounts> = taskCounts;

const tasksCleared = z.strictObject({
  deleted: z.int(),
  left: z
    .int()
    .check(
      z.describe(
        'How many completed tasks are left. Call again until it is 0, or none was deleted: a task with an open subtask stays.',
      ),
    ),
});
/** How many were deleted, and how many completed tasks are left. */
export type TasksCleared = Named<typeof tasksCleared>;
export const TasksCleared: ObjectOf<TasksCleared, typeof tasksCleared> = tasksCleared;
