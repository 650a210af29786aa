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

export interface Internals {
  kysely: Kysely<never>;
  dialect: Dialect;
  timeouts: Timeouts;
  execute: Execute;
  findRow: FindRow;
  findSession: FindSession;
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
  const { dialect, timeouts } = connection;
  const execute = createExecute(kysely, connection);
  const [findRow, findSession] = [
    rowFinder(execute, timeouts.call),
    sessionFinder(execute, timeouts.call),
  ];
  return {
    kysely,
    dialect,
    timeouts,
    execute,
    findRow,
    findSession,
    entities,
    nouns: nounsOf(entities),
    heads: createHeads(execute, timeouts.call),
  };
}

const handles = new WeakMap<object, Internals>();

export const setInternals = (database: object, handle: Internals): void => {
  handles.set(database, handle);
};

/** @throws TypeError for what `openDatabase` did not make. */
export function internalsOf(database: object): Internals {
  const handle = handles.get(database);
  if (!handle) throw new TypeError('This is no open database.');
  return handle;
}
