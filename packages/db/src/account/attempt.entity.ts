// Recent attempts, for rate limits that hold across all instances. attempts.ts reads and writes them without
// the ORM.
import { defineEntity, p } from '@mikro-orm/core';
import { ownerFilter } from '../owner-filter.ts';

export const AttemptSchema = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  readonly: true,
  // The rows belong to no person, so a unit of work sees none.
  filters: { owner: { ...ownerFilter, cond: { key: [] } } },
  properties: {
    /** A hash, so that the table does not list addresses. */
    key: p.text().primary(),
    count: p.integer(),
    /** When the window ends. */
    resetsAt: p.datetime(3),
  },
  indexes: [{ name: 'attempt_resets_at_index', properties: ['resetsAt'] }],
});
