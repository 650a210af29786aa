// API tokens. tokens.ts and find-token.ts read and write them without the ORM: they are in no journal.
import { defineEntity, p } from '@mikro-orm/core';
import { rowLimits } from '@tydo/schemas/row';
import { type Scope, tokenLimits } from '@tydo/schemas/token';
import { key, varchar } from '../columns.ts';
import { ownerFilter } from '../owner-filter.ts';

export const ApiTokenSchema = defineEntity({
  name: 'ApiToken',
  tableName: 'api_token',
  readonly: true,
  filters: { owner: ownerFilter },
  properties: {
    userId: p.text().primary(),
    id: key(rowLimits.id).primary(),
    name: varchar(tokenLimits.name),
    /** SHA-256 of the token, in hexadecimal. */
    hash: p.text(),
    /** The first characters of the token. */
    start: p.text(),
    scopes: p.json().columnType('json').$type<Scope[]>(),
    createdAt: p.datetime(3),
    expiresAt: p.datetime(3).strictNullable(),
    /** Written at most once an hour. */
    lastUsedAt: p.datetime(3).strictNullable(),
    revokedAt: p.datetime(3).strictNullable(),
  },
  uniques: [{ name: 'api_token_hash_unique', properties: ['hash'] }],
});
