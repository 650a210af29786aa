// The contract of a filter: limits, inputs, outputs. Column lengths come from here too.
import * as z from 'zod/mini';
import type { Named, ObjectOf } from './named.ts';
import {
  chosenId,
  color,
  ifUpdatedAt,
  nameOf,
  onePlace,
  placesOf,
  rank,
  timestamp,
} from './row.ts';
import { storable } from './text.ts';
import { operationId } from './wire.ts';

/** `name` and `query` in code points; `count`: filters of one owner. */
export const filterLimits = { name: 60, query: 500, count: 200 } as const;

const id = chosenId;

/** The text of a query. Whether it parses, and its length, are a rule (`@tydo/rules/filter`). */
export const filterQuery = z
  .string()
  .check(
    storable,
    z.describe(`[The language of filters](#filters), at most ${filterLimits.query} characters.`),
  );

const filterRead = z
  .object({
    id: z.string().check(z.describe('The name that its creator gave it; otherwise a UUID.')),
    name: z.string(),
    query: z
      .string()
      .check(z.describe('Which tasks it shows: [the language of filters](#filters).')),
    color,
    rank,
    createdAt: timestamp,
    updatedAt: timestamp.check(z.describe('Increases with every change of the filter.')),
  })
  .check(z.meta({ id: 'Filter' }));
/** A saved search of tasks. */
export type FilterRead = Named<typeof filterRead>;
export const FilterRead: ObjectOf<FilterRead, typeof filterRead> = filterRead;

const filterRef = z.strictObject({ id });
/** Names one filter. */
export type FilterRef = Named<typeof filterRef>;
export const FilterRef: ObjectOf<FilterRef, typeof filterRef> = filterRef;

// The fields that callers write, each once: for a new filter, and for a change.
const content = { name: nameOf(filterLimits.name), query: filterQuery, color };
const partial = z.partial(z.strictObject(content)).shape;

const filterCreate = z
  .strictObject({
    ...partial,
    name: content.name,
    query: content.query,
    id: z.optional(id).check(z.describe('Your name for it; a UUID if you give none.')),
    ...placesOf(id),
    operationId,
  })
  .check(onePlace);
/** A new filter. */
export type FilterCreate = Named<typeof filterCreate>;
export const FilterCreate: ObjectOf<FilterCreate, typeof filterCreate> = filterCreate;

const filterUpdate = z.strictObject({ id, ...partial, ifUpdatedAt, operationId });
/** A change. Fields that are not sent stay as they are. */
export type FilterUpdate = Named<typeof filterUpdate>;
export const FilterUpdate: ObjectOf<FilterUpdate, typeof filterUpdate> = filterUpdate;

const filterMove = z.strictObject({ id, ...placesOf(id), operationId }).check(onePlace);
/** Where a filter goes; the end where no other filter is named. */
export type FilterMove = Named<typeof filterMove>;
export const FilterMove: ObjectOf<FilterMove, typeof filterMove> = filterMove;

const filterDelete = z.strictObject({ id, operationId });
/** The filter to delete. */
export type FilterDelete = Named<typeof filterDelete>;
export const FilterDelete: ObjectOf<FilterDelete, typeof filterDelete> = filterDelete;

const filterItems = z.strictObject({ items: z.array(FilterRead) });
/** Filters in their order. */
export type FilterItems = Named<typeof filterItems>;
export const FilterItems: ObjectOf<FilterItems, typeof filterItems> = filterItems;

const filterCheckInput = z.strictObject({ query: filterQuery });
/** The query to check. */
export type FilterCheckInput = Named<typeof filterCheckInput>;
export const FilterCheckInput: ObjectOf<FilterCheckInput, typeof filterCheckInput> =
  filterCheckInput;

/** Whether a query parses, and which of its names no row has. */
export const FilterChecked = z.discriminatedUnion('ok', [
  z
    .strictObject({
      ok: z.literal(true),
      unknown: z
        .array(z.string())
        .check(z.describe('Names of lists, sections and labels that no row has.')),
    })
    .check(z.meta({ id: 'FilterValid' })),
  z
    .strictObject({
      ok: z.literal(false),
      at: z.int().check(z.describe('Where it does not parse: UTF-16 code units from 0.')),
      message: z.string(),
    })
    .check(z.meta({ id: 'FilterInvalid' })),
]);
export type FilterChecked = z.output<typeof FilterChecked>;
