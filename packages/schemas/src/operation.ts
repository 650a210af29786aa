// The contract of the journal: what was done, by which call, and what each task was before and after.
import * as z from 'zod/mini';
import { TaskRead, TaskRef, taskLimits } from './task.ts';
import { operationId } from './wire.ts';

/** Numbers of operations. */
export const operationLimits = { page: 100, defaultPage: 50, seq: 2 ** 31 - 1 } as const;

const id = z.uuid().check(z.toLowerCase());
const taskId = TaskRef.shape.id;
const seq = z.int().check(z.gte(0), z.lte(operationLimits.seq));
const limit = z.optional(z.int().check(z.gte(1), z.lte(operationLimits.page)));

/** One task, as it was and as it became; null where it was not there. */
export const Change = z.strictObject({
  taskId,
  before: z.nullable(TaskRead),
  after: z.nullable(TaskRead),
});
export type Change = z.output<typeof Change>;

/** What one call changed. `seq` counts a person's operations from 1, in the order of their commits. */
export const Operation = z.strictObject({
  id: z.uuid(),
  seq,
  /** The procedure's name, such as `task.create`. */
  kind: z.string(),
  /** The operation that it takes back. */
  undoes: z.nullable(z.uuid()),
  createdAt: TaskRead.shape.createdAt,
  changes: z.array(Change),
});
export type Operation = z.output<typeof Operation>;

/** Which operations, and where to go on. `direction` is what tRPC's infinite query always sends. */
export const OperationListInput = z.optional(
  z.strictObject({
    taskId: z.optional(taskId),
    limit,
    cursor: z.nullish(z.string().check(z.minLength(1), z.maxLength(taskLimits.cursor))),
    direction: z.optional(z.literal('forward')),
  }),
);
export type OperationListInput = z.output<typeof OperationListInput>;

/** One page, the newest first; `nextCursor` is null on the last. */
export const OperationPage = z.strictObject({
  items: z.array(Operation),
  nextCursor: z.nullable(z.string()),
});
export type OperationPage = z.output<typeof OperationPage>;

/** The operation that is to be taken back. */
export const OperationUndo = z.strictObject({ id, operationId });
export type OperationUndo = z.output<typeof OperationUndo>;

/** The operation that took it back, and the tasks as it left them; deleted ones are not among them. */
export const OperationUndone = z.strictObject({ operation: Operation, tasks: z.array(TaskRead) });
export type OperationUndone = z.output<typeof OperationUndone>;

/** What happened after the operation `seq`; after 0, everything. */
export const OperationSinceInput = z.strictObject({ seq, limit });
export type OperationSinceInput = z.output<typeof OperationSinceInput>;

/** The oldest first, and the `seq` to ask with next. Empty: that was all. */
export const OperationsSince = z.strictObject({ items: z.array(Operation), seq });
export type OperationsSince = z.output<typeof OperationsSince>;
