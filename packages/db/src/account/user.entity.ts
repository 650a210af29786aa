// Better Auth owns this table and changes it; here it can only be read.
import { defineEntity, p } from '@mikro-orm/core';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'user',
  readonly: true,
  properties: {
    id: p.text().primary(),
    email: p.text(),
    name: p.text(),
    createdAt: p.datetime(),
  },
});

export class User extends UserSchema.class {}

UserSchema.setClass(User);
