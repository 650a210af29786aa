// The contract of a person's settings: one row each, made at the first change.
import * as z from 'zod/mini';
import type { Named, ObjectOf } from './named.ts';
import { timestamp } from './row.ts';
import { operationId } from './wire.ts';
import { zone } from './zone.ts';

const weekStart = z
  .int()
  .check(z.gte(1), z.lte(7), z.describe('The first day of a week: 1 is Monday, 7 is Sunday.'));
const dateOrder = z
  .enum(['mdy', 'dmy'])
  .check(z.describe('How 1/2 is read: `mdy` the 2nd of January, `dmy` the 1st of February.'));

const settingsRead = z
  .object({
    zone: z.string().check(z.describe('The time zone of "today": an IANA name.')),
    weekStart,
    dateOrder,
    updatedAt: z
      .nullable(timestamp)
      .check(z.describe('Null until they are set for the first time.')),
  })
  .check(z.meta({ id: 'Settings' }));
/** A person's settings. */
export type SettingsRead = Named<typeof settingsRead>;
export const SettingsRead: ObjectOf<SettingsRead, typeof settingsRead> = settingsRead;

const storedSettings = z
  .object({ ...settingsRead.shape, updatedAt: timestamp })
  .check(z.meta({ id: 'StoredSettings' }));
/** Settings that have been set: as a row of the journal. */
export type StoredSettings = Named<typeof storedSettings>;
export const StoredSettings: ObjectOf<StoredSettings, typeof storedSettings> = storedSettings;

/** The settings of a person who has set none. */
export const defaultSettings: SettingsRead = {
  zone: 'UTC',
  weekStart: 1,
  dateOrder: 'mdy',
  updatedAt: null,
};

const settingsUpdate = z.strictObject({
  ...z.partial(z.strictObject({ zone, weekStart, dateOrder })).shape,
  ifUpdatedAt: z
    .nullish(timestamp)
    .check(z.describe('The `updatedAt` that you have. CONFLICT where they have another.')),
  operationId,
});
/** A change. Fields that are not sent stay as they are. */
export type SettingsUpdate = Named<typeof settingsUpdate>;
export const SettingsUpdate: ObjectOf<SettingsUpdate, typeof settingsUpdate> = settingsUpdate;
