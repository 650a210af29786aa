// The contract of a list: limits, inputs, outputs. Column lengths come from here too.
import * as z from 'zod/mini';
import type { Named, ObjectOf, SchemaOf } from './named.ts';
import {
  chosenId,
  color,
  ifUpdatedAt,
  onePlace,
  placesOf,
  quotableNameOf,
  rank,
  timestamp,
} from './row.ts';
import { operationId } from './wire.ts';
import { zone } from './zone.ts';

/** `name` in code points; `count`: lists of one owner. */
export const listLimits = { name: 200, count: 500 } as const;

const id = chosenId;

const listRead = z
  .object({
    id: z.string().check(z.describe('The name that its creator gave it; otherwise a UUID.')),
    name: z.string(),
    color,
    rank,
    archivedAt: z
      .nullable(timestamp)
      .check(
        z.describe('When it was archived. Its tasks are in no view but its own, and not counted.'),
      ),
    createdAt: timestamp,
    updatedAt: timestamp.check(z.describe('Increases with every change of the list.')),
  })
  .check(z.meta({ id: 'List' }));
/** A list of tasks. The Inbox is no row: a task without a list is in it. */
export type ListRead = Named<typeof listRead>;
export const ListRead: ObjectOf<ListRead, typeof listRead> = listRead;

const listRef = z.strictObject({ id });
/** Names one list. */
export type ListRef = Named<typeof listRef>;
export const ListRef: ObjectOf<ListRef, typeof listRef> = listRef;

// The fields that callers write, each once: for a new list, and for a change.
const content = { name: quotableNameOf(listLimits.name), color };
const partial = z.partial(z.strictObject(content)).shape;

const listCreate = z
  .strictObject({
    ...partial,
    name: content.name,
    id: z.optional(id).check(z.describe('Your name for it; a UUID if you give none.')),
    ...placesOf(id),
    operationId,
  })
  .check(onePlace);
/** A new list. */
export type ListCreate = Named<typeof listCreate>;
export const ListCreate: ObjectOf<ListCreate, typeof listCreate> = listCreate;

const listUpdate = z.strictObject({ id, ...partial, ifUpdatedAt, operationId });
/** A change. Fields that are not sent stay as they are. */
export type ListUpdate = Named<typeof listUpdate>;
export const ListUpdate: ObjectOf<ListUpdate, typeof listUpdate> = listUpdate;

const listMove = z.strictObject({ id, ...placesOf(id), operationId }).check(onePlace);
/** Where a list goes; the end where no other list is named. */
export type ListMove = Named<typeof listMove>;
export const ListMove: ObjectOf<ListMove, typeof listMove> = listMove;

const listArchive = z.strictObject({ id, archived: z.boolean(), operationId });
/** Whether a list is archived. */
export type ListArchive = Named<typeof listArchive>;
export const ListArchive: ObjectOf<ListArchive, typeof listArchive> = listArchive;

const listDelete = z.strictObject({ id, operationId });
/** The list to delete, with its sections and tasks. */
export type ListDelete = Named<typeof listDelete>;
export const ListDelete: ObjectOf<ListDelete, typeof listDelete> = listDelete;

const listDeleted = z.strictObject({
  id: listRead.shape.id,
  tasks: z.int().check(z.describe('How many tasks were deleted with it.')),
});
/** The deleted list. */
export type ListDeleted = Named<typeof listDeleted>;
export const ListDeleted: ObjectOf<ListDeleted, typeof listDeleted> = listDeleted;

const listListInput = z.strictObject({
  archived: z.optional(
    z.boolean().check(z.describe('Only archived lists, or only those that are not.')),
  ),
});
/** Which lists. */
export type ListListInput = Named<typeof listListInput> | undefined;
export const ListListInput: SchemaOf<ListListInput> = z.optional(listListInput);

const listItems = z.strictObject({ items: z.array(ListRead) });
/** Lists in their order. */
export type ListItems = Named<typeof listItems>;
export const ListItems: ObjectOf<ListItems, typeof listItems> = listItems;

const listCountsInput = z.strictObject({
  zone: z.optional(zone.check(z.describe('The time zone of "today"; that of the settings.'))),
});
export type ListCountsInput = Named<typeof listCountsInput> | undefined;
export const ListCountsInput: SchemaOf<ListCountsInput> = z.optional(listCountsInput);

const listCounts = z.strictObject({
  inbox: z.int(),
  today: z.int().check(z.describe('All of the view `today`.')),
  overdue: z.int(),
  lists: z
    .record(z.string(), z.int())
    .check(z.describe('By list; a list without open tasks is left out.')),
});
/** Numbers of open tasks. */
export type ListCounts = Named<typeof listCounts>;
export const ListCounts: ObjectOf<ListCounts, typeof listCounts> = listCounts;
