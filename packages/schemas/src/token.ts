// The contract of API tokens, and of who calls: limits, inputs, outputs.
import * as z from 'zod/mini';
import type { Named, ObjectOf } from './named.ts';
import { chosenId, nameOf, timestamp } from './row.ts';
import { Nothing } from './wire.ts';

/** `name` in code points; `count`: tokens of one person that still work. */
export const tokenLimits = { name: 100, count: 50 } as const;

/** What a token may do. `feed` stands alone: it reads one calendar feed, and nothing else. */
export const scopes = ['read', 'write', 'feed'] as const;
export type Scope = (typeof scopes)[number];

const scopeList = z.array(z.enum(scopes)).check(
  z.minLength(1),
  z.maxLength(scopes.length),
  z.refine((list) => new Set(list).size === list.length, {
    error: 'Name each scope once.',
    params: { uniqueItems: true },
  }),
  z.refine((list) => !list.includes('feed') || list.length === 1, {
    error: 'A token for the feed has no other scope.',
  }),
  z.overwrite((list) => list.toSorted()),
  z.describe(
    '`read` allows every query, `write` every mutation; neither includes the other. `feed` stands alone, for the calendar feed.',
  ),
);

const tokenRead = z
  .object({
    id: z.string().check(z.describe('The name that its creator gave it; otherwise a UUID.')),
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    start: z.string().check(z.describe('Its first 14 characters, to recognize it.')),
    createdAt: timestamp,
    expiresAt: z.nullable(timestamp).check(z.describe('Null where it works until it is revoked.')),
    lastUsedAt: z.nullable(timestamp).check(z.describe('Exact to an hour.')),
  })
  .check(z.meta({ id: 'Token' }));
/** A token, without its text. */
export type TokenRead = Named<typeof tokenRead>;
export const TokenRead: ObjectOf<TokenRead, typeof tokenRead> = tokenRead;

const tokenCreate = z.strictObject({
  id: z.optional(chosenId).check(z.describe('Your name for it; a UUID if you give none.')),
  name: nameOf(tokenLimits.name),
  scopes: scopeList,
  expiresAt: z.nullish(
    timestamp.check(z.describe('When it ends, ahead of now; it does not where you give none.')),
  ),
});
/** A new token. */
export type TokenCreate = Named<typeof tokenCreate>;
export const TokenCreate: ObjectOf<TokenCreate, typeof tokenCreate> = tokenCreate;

const tokenCreated = z.strictObject({
  ...tokenRead.shape,
  token: z.string().check(z.describe('Its text. It is shown here and never again.')),
  feed: z
    .nullable(z.string())
    .check(z.describe('The address of the calendar feed, where the scope is `feed`.')),
});
/** A new token with its text. */
export type TokenCreated = Named<typeof tokenCreated>;
export const TokenCreated: ObjectOf<TokenCreated, typeof tokenCreated> = tokenCreated;

const tokenItems = z.strictObject({ items: z.array(TokenRead) });
/** The tokens of a person, newest first, without revoked ones. */
export type TokenItems = Named<typeof tokenItems>;
export const TokenItems: ObjectOf<TokenItems, typeof tokenItems> = tokenItems;

const tokenRef = z.strictObject({ id: chosenId });
/** Names one token. */
export type TokenRef = Named<typeof tokenRef>;
export const TokenRef: ObjectOf<TokenRef, typeof tokenRef> = tokenRef;

const tokensRevoked = z.strictObject({ revoked: z.int() });
/** How many tokens were revoked. */
export type TokensRevoked = Named<typeof tokensRevoked>;
export const TokensRevoked: ObjectOf<TokensRevoked, typeof tokensRevoked> = tokensRevoked;

export const TokenListInput = Nothing;

const accountRead = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    token: z
      .nullable(
        z.object({
          id: z.string(),
          name: z.string(),
          scopes: z.array(z.enum(scopes)),
          expiresAt: z.nullable(timestamp),
        }),
      )
      .check(z.describe('The token that this call was made with; null with a session.')),
  })
  .check(z.meta({ id: 'Account' }));
/** Who calls, and with what. */
export type AccountRead = Named<typeof accountRead>;
export const AccountRead: ObjectOf<AccountRead, typeof accountRead> = accountRead;
