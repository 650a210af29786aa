// The contract of a section: limits, inputs, outputs. Column lengths come from here too.
import * as z from 'zod/mini';
import { ListRef } from './list.ts';
import type { Named, ObjectOf, SchemaOf } from './named.ts';
import {
  chosenId,
  ifUpdatedAt,
  onePlace,
  placesOf,
  quotableNameOf,
  rank,
  timestamp,
} from './row.ts';
import { operationId } from './wire.ts';

/** `name` in code points; `count`: sections of one list. */
export const sectionLimits = { name: 200, count: 100 } as const;

const id = chosenId;
const listId = ListRef.shape.id;

const sectionRead = z
  .object({
    id: z.string().check(z.describe('The name that its creator gave it; otherwise a UUID.')),
    listId: z.string().check(z.describe('The list that it belongs to. It never changes.')),
    name: z.string(),
    rank,
    createdAt: timestamp,
    updatedAt: timestamp.check(z.describe('Increases with every change of the section.')),
  })
  .check(z.meta({ id: 'Section' }));
/** A part of a list. */
export type SectionRead = Named<typeof sectionRead>;
export const SectionRead: ObjectOf<SectionRead, typeof sectionRead> = sectionRead;

const sectionRef = z.strictObject({ id });
/** Names one section. */
export type SectionRef = Named<typeof sectionRef>;
export const SectionRef: ObjectOf<SectionRef, typeof sectionRef> = sectionRef;

const content = { name: quotableNameOf(sectionLimits.name) };

const sectionCreate = z
  .strictObject({
    ...content,
    listId,
    id: z.optional(id).check(z.describe('Your name for it; a UUID if you give none.')),
    ...placesOf(id),
    operationId,
  })
  .check(onePlace);
/** A new section. */
export type SectionCreate = Named<typeof sectionCreate>;
export const SectionCreate: ObjectOf<SectionCreate, typeof sectionCreate> = sectionCreate;

const sectionUpdate = z.strictObject({
  id,
  ...z.partial(z.strictObject(content)).shape,
  ifUpdatedAt,
  operationId,
});
/** A change. Fields that are not sent stay as they are. */
export type SectionUpdate = Named<typeof sectionUpdate>;
export const SectionUpdate: ObjectOf<SectionUpdate, typeof sectionUpdate> = sectionUpdate;

const sectionMove = z.strictObject({ id, ...placesOf(id), operationId }).check(onePlace);
/** Where a section goes in its list; the end where no other section is named. */
export type SectionMove = Named<typeof sectionMove>;
export const SectionMove: ObjectOf<SectionMove, typeof sectionMove> = sectionMove;

const sectionDelete = z.strictObject({ id, operationId });
/** The section to delete. Its tasks stay in the list. */
export type SectionDelete = Named<typeof sectionDelete>;
export const SectionDelete: ObjectOf<SectionDelete, typeof sectionDelete> = sectionDelete;

const sectionDeleted = z.strictObject({
  id: sectionRead.shape.id,
  tasks: z.int().check(z.describe('How many tasks were in it.')),
});
/** The deleted section. */
export type SectionDeleted = Named<typeof sectionDeleted>;
export const SectionDeleted: ObjectOf<SectionDeleted, typeof sectionDeleted> = sectionDeleted;

const sectionListInput = z.strictObject({
  listId: z.optional(listId.check(z.describe('Only those of this list.'))),
});
/** Which sections. */
export type SectionListInput = Named<typeof sectionListInput> | undefined;
export const SectionListInput: SchemaOf<SectionListInput> = z.optional(sectionListInput);

const sectionItems = z.strictObject({ items: z.array(SectionRead) });
/** Sections in their order. */
export type SectionItems = Named<typeof sectionItems>;
export const SectionItems: ObjectOf<SectionItems, typeof sectionItems> = sectionItems;
