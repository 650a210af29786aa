// What is behind an open database, for the modules of this package only: its entry exports none of it.
import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import { type FindSession, sessionFinder } from './account/sessions.ts';
import type { Connection, Timeouts } from './connection/connection.ts';
import type { Dialect } from './dialect/dialect.ts';
import { entities as all, type Entity, type Nouns, nounsOf } from './entities.ts';
import { type FindRow, rowFinder } from './row-finder.ts';
import { createExecute, type Execute } from './statement/prepared.ts';
import { createHeads, type Heads } from './sync/heads.ts';

export interface Handle {
  kysely: Kysely<never>;
  dialect: Dialect;
  timeouts: Timeouts;
  ask: Execute;
  findRow: FindRow;
  findSession: FindSession;
  entities: readonly Entity[];
  nouns: Nouns;
  heads: Heads;
}

export function createHandle(
  orm: MikroORM<AbstractSqlDriver>,
  connection: Connection,
  entities = all,
): Handle {
  const kysely: Kysely<never> = orm.em.getConnection().getClient();
  const { dialect, timeouts } = connection;
  const ask = createExecute(kysely, connection);
  const [findRow, findSession] = [rowFinder(ask, timeouts.call), sessionFinder(ask, timeouts.call)];
  return {
    kysely,
    dialect,
    timeouts,
    ask,
    findRow,
    findSession,
    entities,
    nouns: nounsOf(entities),
    heads: createHeads(ask, timeouts.call),
  };
}

const handles = new WeakMap<object, Handle>();

export const keepHandle = (database: object, handle: Handle): void => {
  handles.set(database, handle);
};

/** @throws TypeError for what `openDatabase` did not make. */
export function handleOf(database: object): Handle {
  const handle = handles.get(database);
  if (!handle) throw new TypeError('This is no open database.');
  return handle;
}
