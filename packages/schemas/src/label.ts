// The contract of a label: limits, inputs, outputs. Column lengths come from here too.
import * as z from 'zod/mini';
import type { Named, ObjectOf } from './named.ts';
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

/** `name` in code points; `count`: labels of one owner. */
export const labelLimits = { name: 60, count: 500 } as const;

const id = chosenId;

const labelRead = z
  .object({
    id: z.string().check(z.describe('The name that its creator gave it; otherwise a UUID.')),
    name: z.string().check(z.describe('No two labels have the same, whatever the case.')),
    color,
    rank,
    createdAt: timestamp,
    updatedAt: timestamp.check(z.describe('Increases with every change of the label.')),
  })
  .check(z.meta({ id: 'Label' }));
/** A label of tasks. */
export type LabelRead = Named<typeof labelRead>;
export const LabelRead: ObjectOf<LabelRead, typeof labelRead> = labelRead;

const labelRef = z.strictObject({ id });
/** Names one label. */
export type LabelRef = Named<typeof labelRef>;
export const LabelRef: ObjectOf<LabelRef, typeof labelRef> = labelRef;

// The fields that callers write, each once: for a new label, and for a change.
const content = { name: quotableNameOf(labelLimits.name), color };
const partial = z.partial(z.strictObject(content)).shape;

const labelCreate = z
  .strictObject({
    ...partial,
    name: content.name,
    id: z.optional(id).check(z.describe('Your name for it; a UUID if you give none.')),
    ...placesOf(id),
    operationId,
  })
  .check(onePlace);
/** A new label. */
export type LabelCreate = Named<typeof labelCreate>;
export const LabelCreate: ObjectOf<LabelCreate, typeof labelCreate> = labelCreate;

const labelUpdate = z.strictObject({ id, ...partial, ifUpdatedAt, operationId });
/** A change. Fields that are not sent stay as they are. */
export type LabelUpdate = Named<typeof labelUpdate>;
export const LabelUpdate: ObjectOf<LabelUpdate, typeof labelUpdate> = labelUpdate;

const labelMove = z.strictObject({ id, ...placesOf(id), operationId }).check(onePlace);
/** Where a label goes; the end where no other label is named. */
export type LabelMove = Named<typeof labelMove>;
export const LabelMove: ObjectOf<LabelMove, typeof labelMove> = labelMove;

const labelDelete = z.strictObject({ id, operationId });
/** The label to delete. Tasks lose it. */
export type LabelDelete = Named<typeof labelDelete>;
export const LabelDelete: ObjectOf<LabelDelete, typeof labelDelete> = labelDelete;

const labelDeleted = z.strictObject({
  id: labelRead.shape.id,
  tasks: z.int().check(z.describe('How many tasks had it.')),
});
/** The deleted label. */
export type LabelDeleted = Named<typeof labelDeleted>;
export const LabelDeleted: ObjectOf<LabelDeleted, typeof labelDeleted> = labelDeleted;

const labelItems = z.strictObject({ items: z.array(LabelRead) });
/** Labels in their order. */
export type LabelItems = Named<typeof labelItems>;
export const LabelItems: ObjectOf<LabelItems, typeof labelItems> = labelItems;
