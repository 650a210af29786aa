// Better Auth owns this table. Here it is read-only, and the filter allows only the owner's own row.
import { defineEntity, p } from '@mikro-orm/core';
import { type Owner, ownerFilter } from '../owner-filter.ts';

export const UserSchema = defineEntity({
  name: 'User',
  tableName: 'user',
  readonly: true,
  filters: { owner: { ...ownerFilter, cond: ({ personId }: Owner) => ({ id: personId }) } },
  properties: {
    id: p.text().primary(),
    email: p.text(),
    name: p.text(),
    emailVerified: p.boolean(),
    createdAt: p.datetime(),
  },
});

export class User extends UserSchema.class {}

UserSchema.setClass(User);
