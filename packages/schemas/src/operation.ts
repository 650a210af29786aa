// The contract of the journal: what was done, by which call, and what each task was before and after.
import * as z from 'zod/mini';
import { paging, TaskPage, TaskRead, TaskRef } from './task.ts';
import { operationId } from './wire.ts';

/** The largest number that an operation can have. */
export const largestSeq = 2 ** 31 - 1;

/**
 * What one operation holds at most: changed rows, and bytes of its `changes` as JSON in UTF-8. `page` is
 * how many of those bytes a page of operations holds, unless one operation alone has more.
 */
export const operationLimits = { rows: 10_000, bytes: 16 * 2 ** 20, page: 2 ** 20 } as const;

const id = z.uuid().check(z.toLowerCase());
const taskId = TaskRef.shape.id;
const seq = z.int().check(z.gte(0), z.lte(largestSeq));

/** One task, as it was and as it became. */
export const Change = z.object({
  taskId,
  before: z.nullable(TaskRead).check(z.describe('Null where it was not there.')),
  after: z.nullable(TaskRead).check(z.describe('Null where it is gone.')),
});
export type Change = z.output<typeof Change>;

/** What one call changed. */
export const Operation = z
  .object({
    id: z.uuid().check(z.describe('The `operationId` of the call, if it had one.')),
    seq: seq.check(z.describe('Counts your operations from 1, in the order of their commits.')),
    kind: z.string().check(z.describe('The procedure.')),
    undoes: z.nullable(z.uuid()).check(z.describe('The operation that it took back.')),
    createdAt: TaskRead.shape.createdAt,
    changes: z.array(Change),
  })
  .check(z.meta({ id: 'Operation' }));
export type Operation = z.output<typeof Operation>;

/** Which operations, and where to go on. */
export const OperationListInput = z.optional(
  z.strictObject({
    taskId: z.optional(taskId.check(z.describe('Only those that changed this task.'))),
    ...paging,
  }),
);
export type OperationListInput = z.output<typeof OperationListInput>;

/** One page, the newest first. */
export const OperationPage = z.strictObject({
  items: z.array(Operation),
  nextCursor: TaskPage.shape.nextCursor,
});
export type OperationPage = z.output<typeof OperationPage>;

/** The operation that is to be taken back. */
export const OperationUndo = z.strictObject({ id, operationId });
export type OperationUndo = z.output<typeof OperationUndo>;

/** The operation that took it back, and the tasks as it left them; deleted ones are not among them. */
export const OperationUndone = z.strictObject({
  operation: Operation,
  tasks: z.array(TaskRead),
  left: z
    .optional(z.int())
    .check(
      z.describe(
        'Only with an operation that is larger than an operation may be now: how many of its tasks are still to be taken back. Call again, with a new `operationId`.',
      ),
    ),
});
export type OperationUndone = z.output<typeof OperationUndone>;

/** What happened after the operation `seq`; after 0, everything. */
export const OperationSinceInput = z.strictObject({
  seq: seq.check(z.describe('The last operation that you know; 0 where you know none.')),
  limit: paging.limit,
});
export type OperationSinceInput = z.output<typeof OperationSinceInput>;

/** The oldest first. */
export const OperationsSince = z.strictObject({
  items: z.array(Operation).check(z.describe('Empty: that was all.')),
  seq: seq.check(z.describe('What to ask with next.')),
});
export type OperationsSince = z.output<typeof OperationsSince>;
