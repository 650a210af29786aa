// The contract of the journal: which call changed what, and each row before and after.
import * as z from 'zod/mini';
import { FilterRead } from './filter.ts';
import { LabelRead } from './label.ts';
import { ListRead } from './list.ts';
import type { Named, ObjectOf, SchemaOf } from './named.ts';
import { paging } from './paging.ts';
import { recordOf } from './record.ts';
import { SectionRead } from './section.ts';
import { StoredSettings } from './settings.ts';
import { TaskPage, TaskRead, TaskRef } from './task.ts';
import { operationId } from './wire.ts';

/** The largest `seq` of an operation. */
export const maxSeq = 2 ** 31 - 1;

/**
 * The limits of one operation: changed rows, and bytes of its `changes` as JSON in UTF-8. `page` is the
 * limit of those bytes for a page of operations, unless a single operation has more.
 */
export const operationLimits = { rows: 10_000, bytes: 16 * 2 ** 20, page: 2 ** 20 } as const;

const id = z.uuid().check(z.toLowerCase());
const seq = z.int().check(z.gte(0), z.lte(maxSeq));

/** The nouns of the journal, each with the read schema of its rows. */
export const nouns = {
  task: TaskRead,
  list: ListRead,
  section: SectionRead,
  // Before label: a reader that tries them in this order reads each row with its own schema.
  filter: FilterRead,
  label: LabelRead,
  settings: StoredSettings,
} as const;
export type NounName = keyof typeof nouns;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys loses the type of the keys.
export const nounNames = Object.keys(nouns) as NounName[];

const changeOf = <Name extends NounName, Id extends z.ZodMiniType, Row extends z.ZodMiniType>(
  noun: Name,
  rowId: Id,
  row: Row,
  name: string,
) =>
  z
    .object({
      noun: z.literal(noun),
      id: rowId,
      before: z.nullable(row).check(z.describe('Null where it was created.')),
      after: z.nullable(row).check(z.describe('Null where it was deleted.')),
    })
    .check(z.meta({ id: name }));

/** The id of a person's settings in the journal: they are one row, without an id. */
export const settingsId = 'settings';

/** One row before and after. */
export const Change = z.discriminatedUnion('noun', [
  changeOf('task', TaskRead.shape.id, TaskRead, 'TaskChange'),
  changeOf('filter', FilterRead.shape.id, FilterRead, 'FilterChange'),
  changeOf('label', LabelRead.shape.id, LabelRead, 'LabelChange'),
  changeOf('section', SectionRead.shape.id, SectionRead, 'SectionChange'),
  changeOf('list', ListRead.shape.id, ListRead, 'ListChange'),
  changeOf('settings', z.literal(settingsId), StoredSettings, 'SettingsChange'),
]);
export type Change = z.output<typeof Change>;

const operation = z
  .object({
    id: z.uuid().check(z.describe('The `operationId` of the call, if it had one.')),
    seq: seq.check(z.describe('Counts your operations from 1, in the order of their commits.')),
    kind: z.string().check(z.describe('The procedure.')),
    undoes: z.nullable(z.uuid()).check(z.describe('The operation that it undid.')),
    createdAt: TaskRead.shape.createdAt,
    changes: z.array(Change),
  })
  .check(z.meta({ id: 'Operation' }));
/** What one call changed. */
export type Operation = Named<typeof operation>;
export const Operation: ObjectOf<Operation, typeof operation> = operation;

const isKnown = (change: unknown): boolean =>
  Object.hasOwn(nouns, String(recordOf(change)['noun']));

/** The same for readers: changes of unknown nouns are left out. */
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
      error: 'An id needs its noun.',
    }),
  );
/** Which operations, and which page. */
export type OperationListInput = Named<typeof operationListInput> | undefined;
export const OperationListInput: SchemaOf<OperationListInput> = z.optional(operationListInput);

const operationPage = z.strictObject({
  items: z.array(Operation),
  nextCursor: TaskPage.shape.nextCursor,
});
/** A page of operations, newest first. */
export type OperationPage = Named<typeof operationPage>;
export const OperationPage: ObjectOf<OperationPage, typeof operationPage> = operationPage;

const operationUndo = z.strictObject({ id, operationId });
/** The operation to undo. */
export type OperationUndo = Named<typeof operationUndo>;
export const OperationUndo: ObjectOf<OperationUndo, typeof operationUndo> = operationUndo;

const operationUndone = z.strictObject({
  operation: Operation,
  left: z
    .optional(z.int())
    .check(
      z.describe(
        'Only where the operation is larger than the present limit: how many of its rows are still to be undone. Call again, with a new `operationId`.',
      ),
    ),
});
/** The operation that undid it. The `after` of its changes are the current rows. */
export type OperationUndone = Named<typeof operationUndone>;
export const OperationUndone: ObjectOf<OperationUndone, typeof operationUndone> = operationUndone;

const operationSinceInput = z.strictObject({
  seq: seq.check(z.describe('The last operation that you have; 0 for none.')),
  after: z
    .nullish(id)
    .check(
      z.describe(
        'The id of that operation. Where it has another, the database was restored: CONFLICT.',
      ),
    ),
  limit: paging.limit,
});
/** The operations after `seq`; after 0, all. */
export type OperationSinceInput = Named<typeof operationSinceInput>;
export const OperationSinceInput: ObjectOf<OperationSinceInput, typeof operationSinceInput> =
  operationSinceInput;

const operationsSince = z.strictObject({
  items: z.array(Operation).check(z.describe('Empty where there are no more.')),
  seq: seq.check(z.describe('The `seq` of the next call.')),
});
/** Operations, oldest first. */
export type OperationsSince = Named<typeof operationsSince>;
export const OperationsSince: ObjectOf<OperationsSince, typeof operationsSince> = operationsSince;
