// The contract of the journal: what was done, by which call, and what each row was before and after.
import * as z from 'zod/mini';
import type { Named, ObjectOf, SchemaOf } from './named.ts';
import { recordOf } from './record.ts';
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
const seq = z.int().check(z.gte(0), z.lte(largestSeq));

/** What the journal tells of: each noun, with the schema of what a row of it is read as. */
export const nouns = { task: TaskRead } as const;
export type NounName = keyof typeof nouns;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the type of the keys.
export const nounNames = Object.keys(nouns) as NounName[];

const changeOf = <Name extends NounName>(noun: Name, name: string) =>
  z
    .object({
      noun: z.literal(noun),
      id: nouns[noun].shape.id,
      before: z.nullable(nouns[noun]).check(z.describe('Null where it was not there.')),
      after: z.nullable(nouns[noun]).check(z.describe('Null where it is gone.')),
    })
    .check(z.meta({ id: name }));

/** One row, as it was and as it became. */
export const Change = z.discriminatedUnion('noun', [changeOf('task', 'TaskChange')]);
export type Change = z.output<typeof Change>;

const operation = z
  .object({
    id: z.uuid().check(z.describe('The `operationId` of the call, if it had one.')),
    seq: seq.check(z.describe('Counts your operations from 1, in the order of their commits.')),
    kind: z.string().check(z.describe('The procedure.')),
    undoes: z.nullable(z.uuid()).check(z.describe('The operation that it took back.')),
    createdAt: TaskRead.shape.createdAt,
    changes: z.array(Change),
  })
  .check(z.meta({ id: 'Operation' }));
/** What one call changed. */
export type Operation = Named<typeof operation>;
export const Operation: ObjectOf<Operation, typeof operation> = operation;

const isKnown = (change: unknown): boolean =>
  Object.hasOwn(nouns, String(recordOf(change)['noun']));

/** The same as a reader reads it, who passes over nouns that it does not know. */
export const OperationRead = z.pipe(
  z.transform((input: unknown) => {
    const { changes, ...others } = recordOf(input);
    return Array.isArray(changes) ? { ...others, changes: changes.filter(isKnown) } : input;
  }),
  Operation,
);

const operationListInput = z
  .strictObject({
    noun: z.optional(
      z.enum(nounNames).check(z.describe('Only those that changed rows of this noun.')),
    ),
    id: z.optional(
      TaskRef.shape.id.check(z.describe('Only those that changed this row; with its `noun`.')),
    ),
    ...paging,
  })
  .check(
    z.refine((input) => input.id === undefined || input.noun !== undefined, {
      path: ['id'],
      error: 'Say of which noun it is.',
    }),
  );
/** Which operations, and where to go on. */
export type OperationListInput = Named<typeof operationListInput> | undefined;
export const OperationListInput: SchemaOf<OperationListInput> = z.optional(operationListInput);

const operationPage = z.strictObject({
  items: z.array(Operation),
  nextCursor: TaskPage.shape.nextCursor,
});
/** One page, the newest first. */
export type OperationPage = Named<typeof operationPage>;
export const OperationPage: ObjectOf<OperationPage, typeof operationPage> = operationPage;

const operationUndo = z.strictObject({ id, operationId });
/** The operation that is to be taken back. */
export type OperationUndo = Named<typeof operationUndo>;
export const OperationUndo: ObjectOf<OperationUndo, typeof operationUndo> = operationUndo;

const operationUndone = z.strictObject({
  operation: Operation,
  left: z
    .optional(z.int())
    .check(
      z.describe(
        'Only with an operation that is larger than an operation may be now: how many of its rows are still to be taken back. Call again, with a new `operationId`.',
      ),
    ),
});
/** The operation that took it back: `after` in its changes are the rows as they are now. */
export type OperationUndone = Named<typeof operationUndone>;
export const OperationUndone: ObjectOf<OperationUndone, typeof operationUndone> = operationUndone;

const operationSinceInput = z.strictObject({
  seq: seq.check(z.describe('The last operation that you know; 0 where you know none.')),
  after: z
    .nullish(id)
    .check(
      z.describe(
        'The id of that operation. Where it has another, the database was restored: CONFLICT.',
      ),
    ),
  limit: paging.limit,
});
/** What happened after the operation `seq`; after 0, everything. */
export type OperationSinceInput = Named<typeof operationSinceInput>;
export const OperationSinceInput: ObjectOf<OperationSinceInput, typeof operationSinceInput> =
  operationSinceInput;

const operationsSince = z.strictObject({
  items: z.array(Operation).check(z.describe('Empty: that was all.')),
  seq: seq.check(z.describe('What to ask with next.')),
});
/** The oldest first. */
export type OperationsSince = Named<typeof operationsSince>;
export const OperationsSince: ObjectOf<OperationsSince, typeof operationsSince> = operationsSince;
