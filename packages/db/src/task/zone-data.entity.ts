// By which version of the time zone database the instants of dates were computed (zoned-instants.ts): one row.
import { defineEntity, p } from '@mikro-orm/core';
import { ownerFilter } from '../owner-filter.ts';

export const ZoneDataSchema = defineEntity({
  name: 'ZoneData',
  tableName: 'zone_data',
  readonly: true,
  // The row belongs to no person, so a unit of work sees none.
  filters: { owner: { ...ownerFilter, cond: { id: [] } } },
  properties: {
    id: p.integer().primary().autoincrement(false),
    /** As `process.versions.tz`: 2026a. */
    version: p.text(),
  },
});
