// The connection, entities and shared statements of an open `Database`, for this package's other modules: they
// are not exported, so that other packages cannot bypass the unit of work.
import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import { createSessionFinder, type FindSession } from './account/sessions.ts';
import type { Connection, PoolState, Timeouts } from './connection/connection.ts';
import type { Dialect } from './dialect/dialect.ts';
import { entities as all, type Entity, type Nouns, nounsOf } from './entities.ts';
import { createRowFinder, type FindRow } from './row-finder.ts';
import { createExecute, type Execute } from './statement/prepared.ts';
import { createHeads, type Heads } from './sync/heads.ts';
import { createTokenFinder, createTokenUse, type TokenUse } from './token/find-token.ts';

export interface Internals {
  kysely: Kysely<never>;
  dialect: Dialect;
  timeouts: Timeouts;
  poolState: () => PoolState;
  execute: Execute;
  findRow: FindRow;
  findSession: FindSession;
  tokenUse: TokenUse;
  entities: readonly Entity[];
  nouns: Nouns;
  heads: Heads;
}

export function createInternals(
  orm: MikroORM<AbstractSqlDriver>,
  connection: Connection,
  entities = all,
): Internals {
  const kysely: Kysely<never> = orm.em.getConnection().getClient();
  const { dialect, timeouts, poolState } = connection;
  const execute = createExecute(kysely, connection);
  const [findRow, findSession] = [
    createRowFinder(execute, timeouts.call),
    createSessionFinder(execute, timeouts.call),
  ];
  return {
    kysely,
    dialect,
    timeouts,
    poolState,
    execute,
    findRow,
    findSession,
    tokenUse: createTokenUse(kysely, dialect, createTokenFinder(execute, timeouts.call)),
    entities,
    nouns: nounsOf(entities),
    heads: createHeads(execute, timeouts.call),
  };
}

const allInternals = new WeakMap<object, Internals>();

export const setInternals = (database: object, internals: Internals): void => {
  allInternals.set(database, internals);
};

/** @throws TypeError for an object that `openDatabase` did not create. */
export function internalsOf(database: object): Internals {
  const internals = allInternals.get(database);
  if (!internals) throw new TypeError('This is no open database.');
  return internals;
}
