// How often something was tried of late, for limits that hold over several instances. attempts.ts
// reads and writes it, past the ORM.
import { defineEntity, p } from '@mikro-orm/core';
import { ownerFilter } from '../owner.ts';

export const AttemptSchema = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  readonly: true,
  // Nobody's rows: they tell of callers, not of a person. A unit of work sees none.
  filters: { owner: { ...ownerFilter, cond: { key: [] } } },
  properties: {
    /** A hash: whoever guesses an address can look for it, but none stands there to be read. */
    key: p.text().primary(),
    count: p.integer(),
    /** From then on it is counted anew. */
    resetsAt: p.datetime(3),
  },
  indexes: [{ name: 'attempt_resets_at_index', properties: ['resetsAt'] }],
});
